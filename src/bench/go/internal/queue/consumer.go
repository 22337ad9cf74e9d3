// Package queue receives messages and deletes those that are done, in the same way as the Java loop.
package queue

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"golang.org/x/sync/semaphore"
)

// linger is how long a finished message waits for others that are deleted in the same call.
const linger = 250 * time.Millisecond

// A Message in progress. The receiver extends its lease until it is done.
type Message struct {
	ID   string
	Body string
	Sent time.Time

	handle string
}

// A Consumer is one receiver, which asks for ten messages if there is room for ten, and one deleter.
type Consumer struct {
	client *sqs.Client
	url    string
	places *semaphore.Weighted
	ready  chan Message
	done   chan string
	leases *leases
}

// NewConsumer creates a consumer for so many messages at once.
func NewConsumer(client *sqs.Client, url string, workers int) *Consumer {
	return &Consumer{
		client: client,
		url:    url,
		places: semaphore.NewWeighted(int64(workers + batch)),
		ready:  make(chan Message, workers+batch),
		done:   make(chan string, workers+batch),
		leases: &leases{client: client, url: url, since: map[string]time.Time{}},
	}
}

// Start returns at once. Failures end nothing; the caller decides.
func (c *Consumer) Start(ctx context.Context, failed func(error)) {
	go c.leases.run(ctx, failed)
	go c.delete(ctx, failed)
	go func() {
		for ctx.Err() == nil {
			if err := c.receive(ctx); err != nil {
				failed(err)
			}
		}
	}()
}

// Messages are those that wait for a worker.
func (c *Consumer) Messages() <-chan Message {
	return c.ready
}

// Done gives the message's place to another one, and deletes it soon.
func (c *Consumer) Done(message Message) {
	c.places.Release(1)
	c.done <- message.handle
}

func (c *Consumer) receive(ctx context.Context) error {
	if err := c.places.Acquire(ctx, batch); err != nil {
		return err
	}
	answer, err := c.client.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{
		QueueUrl:                    aws.String(c.url),
		MaxNumberOfMessages:         batch,
		WaitTimeSeconds:             20,
		VisibilityTimeout:           visibilitySeconds,
		MessageSystemAttributeNames: []types.MessageSystemAttributeName{types.MessageSystemAttributeNameAll},
		MessageAttributeNames:       []string{"All"},
	})
	if err != nil {
		c.places.Release(batch)
		return fmt.Errorf("receive: %w", err)
	}
	c.places.Release(int64(batch - len(answer.Messages)))
	for _, message := range answer.Messages {
		sent, err := strconv.ParseInt(message.Attributes["SentTimestamp"], 10, 64)
		if err != nil {
			return fmt.Errorf("a message without the time when it was sent: %w", err)
		}
		c.leases.begin(*message.ReceiptHandle)
		c.ready <- Message{
			ID:     *message.MessageId,
			Body:   *message.Body,
			Sent:   time.UnixMilli(sent),
			handle: *message.ReceiptHandle,
		}
	}
	return nil
}

func (c *Consumer) delete(ctx context.Context, failed func(error)) {
	for first := range c.done {
		handles := []string{first}
		over := time.After(linger)
	collect:
		for len(handles) < batch {
			select {
			case handle := <-c.done:
				handles = append(handles, handle)
			case <-over:
				break collect
			}
		}
		if err := c.deleteBatch(ctx, handles); err != nil {
			failed(err)
		}
		c.leases.end(handles)
	}
}

func (c *Consumer) deleteBatch(ctx context.Context, handles []string) error {
	entries := make([]types.DeleteMessageBatchRequestEntry, len(handles))
	for n, handle := range handles {
		entries[n] = types.DeleteMessageBatchRequestEntry{
			Id:            aws.String(strconv.Itoa(n)),
			ReceiptHandle: aws.String(handle),
		}
	}
	answer, err := c.client.DeleteMessageBatch(ctx,
		&sqs.DeleteMessageBatchInput{QueueUrl: aws.String(c.url), Entries: entries})
	if err != nil {
		return fmt.Errorf("delete: %w", err)
	}
	if len(answer.Failed) > 0 {
		return fmt.Errorf("%d messages were not deleted: %s", len(answer.Failed), *answer.Failed[0].Code)
	}
	return nil
}
