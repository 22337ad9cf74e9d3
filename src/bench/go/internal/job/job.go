// Package job is the work for one prompt, written by hand: claim, index, invoke, put the image, update
// the record.
package job

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/s3"

	"dev.caravan/bench/internal/clients"
)

// A Job does the work with these clients. Any error fails the run.
type Job struct {
	clients clients.Clients
	bucket  string
	owner   string
}

// New creates a job that stores in this bucket.
func New(clients clients.Clients, bucket string) *Job {
	return &Job{clients: clients, bucket: bucket, owner: fmt.Sprintf("bench-%d", os.Getpid())}
}

// Run returns the record as it was stored at the end.
func (j *Job) Run(ctx context.Context, accepted Record) (Record, error) {
	record, etag, err := j.claim(ctx, accepted)
	if err != nil {
		return record, fmt.Errorf("claim: %w", err)
	}
	record.ModelCalls = 1
	record.Times.Invoked = iso(time.Now())
	image, err := j.invoke(ctx, record)
	if err != nil {
		return record, fmt.Errorf("invoke: %w", err)
	}
	record.Times.Answered = iso(time.Now())
	record.Seed = image.Seeds[0]
	record.CostUSD = costUSD
	record.Result, err = j.store(ctx, record, image.Images[0])
	if err != nil {
		return record, fmt.Errorf("store: %w", err)
	}
	record.State = "done"
	record.Claim = nil
	record.Times.Stored = iso(time.Now())
	if _, err := j.put(ctx, record, func(put *s3.PutObjectInput) { put.IfMatch = etag }); err != nil {
		return record, fmt.Errorf("finish: %w", err)
	}
	return record, nil
}

// claim fails if the record exists already. The bench sends no prompt twice.
func (j *Job) claim(ctx context.Context, record Record) (Record, *string, error) {
	now := time.Now()
	record.State = "running"
	record.Attempts = 1
	record.Times.Claimed = iso(now)
	record.Claim = &Claim{Owner: j.owner, ExpiresAt: iso(now.Add(claimed))}
	etag, err := j.put(ctx, record, func(put *s3.PutObjectInput) { put.IfNoneMatch = aws.String("*") })
	if err != nil {
		return record, nil, err
	}
	key, err := record.indexKey()
	if err != nil {
		return record, nil, err
	}
	_, err = j.clients.S3.PutObject(ctx, &s3.PutObjectInput{
		Bucket:      aws.String(j.bucket),
		Key:         aws.String(key),
		ContentType: aws.String("text/plain"),
		Body:        bytes.NewReader(nil),
	})
	return record, etag, err
}

func (j *Job) put(ctx context.Context, record Record, condition func(*s3.PutObjectInput)) (*string, error) {
	body, err := json.Marshal(record)
	if err != nil {
		return nil, err
	}
	put := &s3.PutObjectInput{
		Bucket:      aws.String(j.bucket),
		Key:         aws.String(record.key()),
		ContentType: aws.String("application/json"),
		Body:        bytes.NewReader(body),
	}
	condition(put)
	answer, err := j.clients.S3.PutObject(ctx, put)
	if err != nil {
		return nil, err
	}
	return answer.ETag, nil
}

// request is that of Stable Image Core.
type request struct {
	Prompt       string `json:"prompt"`
	Mode         string `json:"mode"`
	AspectRatio  string `json:"aspect_ratio"`
	OutputFormat string `json:"output_format"`
	Seed         int64  `json:"seed"`
}

// answer is that of Stable Image Core; the JSON decoder also decodes base64.
type answer struct {
	Seeds         []int64   `json:"seeds"`
	FinishReasons []*string `json:"finish_reasons"`
	Images        [][]byte  `json:"images"`
}

func (j *Job) invoke(ctx context.Context, record Record) (answer, error) {
	body, err := json.Marshal(request{record.Prompt.Text, "text-to-image", aspectRatio, "png", record.Seed})
	if err != nil {
		return answer{}, err
	}
	response, err := j.clients.Bedrock.InvokeModel(ctx, &bedrockruntime.InvokeModelInput{
		ModelId:     aws.String(record.Model),
		ContentType: aws.String("application/json"),
		Accept:      aws.String("application/json"),
		Body:        body,
	})
	if err != nil {
		return answer{}, err
	}
	var read answer
	if err := json.Unmarshal(response.Body, &read); err != nil {
		return answer{}, err
	}
	if len(read.Images) == 0 || len(read.Seeds) == 0 {
		return answer{}, errors.New("the model answered without an image")
	}
	return read, nil
}

func (j *Job) store(ctx context.Context, record Record, image []byte) (*Result, error) {
	result := &Result{
		Bucket:      j.bucket,
		Key:         "images/" + record.ID + ".png",
		ContentType: "image/png",
		Bytes:       len(image),
		SHA256:      hash(image),
	}
	_, err := j.clients.S3.PutObject(ctx, &s3.PutObjectInput{
		Bucket:      aws.String(j.bucket),
		Key:         aws.String(result.Key),
		ContentType: aws.String(result.ContentType),
		Body:        bytes.NewReader(image),
		Metadata: map[string]string{
			"sha256":   result.SHA256,
			"model":    record.Model,
			"seed":     strconv.FormatInt(record.Seed, 10),
			"cost-usd": strconv.FormatFloat(costUSD, 'f', -1, 64),
		},
	})
	return result, err
}
