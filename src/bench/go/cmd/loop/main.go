// The hand-written loop in Go: the same job as the Java loop, with only the AWS SDK.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"dev.caravan/bench/internal/clients"
	"dev.caravan/bench/internal/job"
	"dev.caravan/bench/internal/queue"
)

func main() {
	aws, err := clients.FromEnvironment()
	check(err)
	workers, err := clients.Consumers()
	check(err)
	work := job.New(aws, os.Getenv("BUCKET_NAME"))
	consumer := queue.NewConsumer(aws.SQS, os.Getenv("SQS_QUEUE_URL"), workers)
	consumer.Start(context.Background(), check)
	for range workers {
		go consume(consumer, work)
	}
	port, err := listen(aws.S3, work)
	check(err)
	fmt.Fprintf(os.Stderr, "Ready: HTTP on port %d, by hand in Go.\n", port)
	select {}
}

func consume(consumer *queue.Consumer, work *job.Job) {
	for message := range consumer.Messages() {
		prompt := strings.TrimSpace(message.Body)
		accepted := job.Accepted(message.ID, "queue", prompt).FromQueue(message.ID, message.Sent)
		_, err := work.Run(context.Background(), accepted)
		check(err)
		consumer.Done(message)
	}
}

// check ends the program, because any failure fails the run.
func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
