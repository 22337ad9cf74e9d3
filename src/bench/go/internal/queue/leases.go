package queue

import (
	"context"
	"strconv"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
)

const (
	visibilitySeconds = 120
	batch             = 10
)

// leases extends the leases of the messages in progress when half of their visibility timeout is
// over.
type leases struct {
	client *sqs.Client
	url    string
	mutex  sync.Mutex
	since  map[string]time.Time
}

func (l *leases) begin(handle string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.since[handle] = time.Now()
}

func (l *leases) end(handles []string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for _, handle := range handles {
		delete(l.since, handle)
	}
}

// due returns the handles to extend, and counts their leases from now.
func (l *leases) due(now time.Time) []string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	var due []string
	for handle, since := range l.since {
		if now.Sub(since) > visibilitySeconds*time.Second/2 {
			due = append(due, handle)
			l.since[handle] = now
		}
	}
	return due
}

func (l *leases) run(ctx context.Context, failed func(error)) {
	for range time.Tick(time.Second) {
		handles := l.due(time.Now())
		for len(handles) > 0 {
			some := handles[:min(batch, len(handles))]
			handles = handles[len(some):]
			if err := l.extend(ctx, some); err != nil {
				failed(err)
			}
		}
	}
}

func (l *leases) extend(ctx context.Context, handles []string) error {
	entries := make([]types.ChangeMessageVisibilityBatchRequestEntry, len(handles))
	for n, handle := range handles {
		entries[n] = types.ChangeMessageVisibilityBatchRequestEntry{
			Id:                aws.String(strconv.Itoa(n)),
			ReceiptHandle:     aws.String(handle),
			VisibilityTimeout: visibilitySeconds,
		}
	}
	_, err := l.client.ChangeMessageVisibilityBatch(ctx,
		&sqs.ChangeMessageVisibilityBatchInput{QueueUrl: aws.String(l.url), Entries: entries})
	return err
}
