package job

import (
	"encoding/json"
	"testing"
	"time"
)

// The values are what Caravan's own Prompt.fingerprint returns.
func TestFingerprintIsCaravans(t *testing.T) {
	for text, want := range map[string]string{
		"A mountain lake, number a-1": "6fccb26f56d55db3800841c274dd3d93366d55e39517a9b4cc705962242e1fb3",
		"Ein See ä 🏔":                 "f44291bd3bd0a58cd6ca1d4a5e60b90709c3ba1298edd2f7987f1367a2334e4a",
	} {
		if got := fingerprint(text); got != want {
			t.Errorf("fingerprint of %q: %s instead of %s", text, got, want)
		}
	}
}

func TestRecordHasCaravansFieldsInTheirOrder(t *testing.T) {
	record := Accepted("id-1", "queue", "A lake").FromQueue("id-1", time.UnixMilli(0))
	record.Times.Received = "2026-01-02T03:04:05.678901Z"
	record.Seed = 7
	got, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"schema":1,"id":"id-1","state":"queued","source":"queue","prompt":{"text":"A lake"},` +
		`"fingerprint":"` + fingerprint("A lake") + `","model":"stability.stable-image-core-v1:1",` +
		`"aspectRatio":"1:1","seed":7,"messageId":"id-1","attempts":0,"modelCalls":0,` +
		`"times":{"received":"2026-01-02T03:04:05.678901Z","sent":"1970-01-01T00:00:00.000000Z"}}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	key, err := record.indexKey()
	if err != nil || key != "index/8232676954321-id-1" {
		t.Errorf("index key %s, %v", key, err)
	}
}
