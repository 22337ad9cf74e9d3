package plugins

import (
	"context"
	"fmt"
	"os"

	"github.com/redpanda-data/benthos/v4/public/service"

	"dev.caravan/bench/internal/queue"
)

func init() {
	service.MustRegisterInput("bench_sqs",
		service.NewConfigSpec().
			Summary("Receives from an SQS queue as the hand-written loops do.").
			Fields(service.NewStringField("url"), service.NewIntField("at_once")),
		func(conf *service.ParsedConfig, _ *service.Resources) (service.Input, error) {
			url, err := conf.FieldString("url")
			if err != nil {
				return nil, err
			}
			atOnce, err := conf.FieldInt("at_once")
			if err != nil {
				return nil, err
			}
			aws, err := shared()
			if err != nil {
				return nil, err
			}
			return &input{consumer: queue.NewConsumer(aws.SQS, url, atOnce)}, nil
		})
}

type input struct {
	consumer *queue.Consumer
}

func (i *input) Connect(context.Context) error {
	i.consumer.Start(context.Background(), fail)
	return nil
}

func (i *input) Read(ctx context.Context) (*service.Message, service.AckFunc, error) {
	select {
	case received := <-i.consumer.Messages():
		message := service.NewMessage([]byte(received.Body))
		message.MetaSetMut("message_id", received.ID)
		message.MetaSetMut("sent_ms", received.Sent.UnixMilli())
		return message, func(_ context.Context, err error) error {
			if err != nil {
				fail(err)
			}
			i.consumer.Done(received)
			return nil
		}, nil
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

func (i *input) Close(context.Context) error {
	return nil
}

// fail ends the program, because any failure fails the run.
func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
