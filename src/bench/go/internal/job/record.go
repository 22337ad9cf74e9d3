package job

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
	"unicode/utf16"
)

const (
	// Model is the default of routes/models.yaml.
	Model = "stability.stable-image-core-v1:1"

	aspectRatio = "1:1"
	costUSD     = 0.04
	claimed     = 60 * time.Second
)

// A Record is what Caravan keeps of a generation, with the same fields in the same order.
type Record struct {
	Schema      int     `json:"schema"`
	ID          string  `json:"id"`
	State       string  `json:"state"`
	Source      string  `json:"source"`
	Prompt      Prompt  `json:"prompt"`
	Fingerprint string  `json:"fingerprint"`
	Model       string  `json:"model"`
	AspectRatio string  `json:"aspectRatio"`
	Seed        int64   `json:"seed"`
	MessageID   string  `json:"messageId,omitempty"`
	Attempts    int     `json:"attempts"`
	ModelCalls  int     `json:"modelCalls"`
	Times       Times   `json:"times"`
	Claim       *Claim  `json:"claim,omitempty"`
	Result      *Result `json:"result,omitempty"`
	CostUSD     float64 `json:"costUsd,omitempty"`
}

// A Prompt is what the caller asked for; the bench sends only a text.
type Prompt struct {
	Text string `json:"text"`
}

// Times are in ISO 8601; a stage that was not reached has none.
type Times struct {
	Received string `json:"received"`
	Sent     string `json:"sent,omitempty"`
	Claimed  string `json:"claimed,omitempty"`
	Invoked  string `json:"invoked,omitempty"`
	Answered string `json:"answered,omitempty"`
	Stored   string `json:"stored,omitempty"`
}

// A Claim names the owner of a running generation.
type Claim struct {
	Owner     string `json:"owner"`
	ExpiresAt string `json:"expiresAt"`
}

// A Result is a stored image.
type Result struct {
	Bucket      string `json:"bucket"`
	Key         string `json:"key"`
	ContentType string `json:"contentType"`
	Bytes       int    `json:"bytes"`
	SHA256      string `json:"sha256"`
}

// Accepted is a prompt that was just received.
func Accepted(id, source, text string) Record {
	return Record{
		Schema:      1,
		ID:          id,
		State:       "queued",
		Source:      source,
		Prompt:      Prompt{Text: text},
		Fingerprint: fingerprint(text),
		Model:       Model,
		AspectRatio: aspectRatio,
		Seed:        seed(id),
		Times:       Times{Received: iso(time.Now())},
	}
}

// FromQueue adds what is known of a prompt's message.
func (r Record) FromQueue(messageID string, sent time.Time) Record {
	r.MessageID = messageID
	r.Times.Sent = iso(sent)
	return r
}

func (r Record) key() string {
	return "generations/" + r.ID + ".json"
}

// indexKey sorts the newest generation first.
func (r Record) indexKey() (string, error) {
	received, err := time.Parse(time.RFC3339Nano, r.Times.Received)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("index/%013d-%s", 9_999_999_999_999-received.UnixMilli(), r.ID), nil
}

// fingerprint is Caravan's digest of a prompt that has only a text.
func fingerprint(text string) string {
	return hash([]byte(fmt.Sprintf("%d:%s----", len(utf16.Encode([]rune(text))), text)))
}

// seed is a number that belongs to the id.
func seed(id string) int64 {
	digest := sha256.Sum256([]byte(id))
	return int64(digest[0])<<16 | int64(digest[1])<<8 | int64(digest[2])
}

func hash(bytes []byte) string {
	digest := sha256.Sum256(bytes)
	return hex.EncodeToString(digest[:])
}

func iso(at time.Time) string {
	return at.UTC().Format("2006-01-02T15:04:05.000000Z")
}
