package plugins

import (
	"bytes"
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/redpanda-data/benthos/v4/public/service"
)

func init() {
	service.MustRegisterProcessor("bench_s3",
		spec("Puts each message, and keeps it and the object's ETag (metadata etag)."),
		func(conf *service.ParsedConfig, _ *service.Resources) (service.Processor, error) {
			return newPut(conf)
		})
	service.MustRegisterOutput("bench_s3",
		spec("Puts each message.").Field(service.NewOutputMaxInFlightField()),
		func(conf *service.ParsedConfig, _ *service.Resources) (service.Output, int, error) {
			atOnce, err := conf.FieldMaxInFlight()
			if err != nil {
				return nil, 0, err
			}
			put, err := newPut(conf)
			return put, atOnce, err
		})
}

func spec(summary string) *service.ConfigSpec {
	return service.NewConfigSpec().
		Summary(summary).
		Fields(
			service.NewStringField("bucket"),
			service.NewInterpolatedStringField("key"),
			service.NewStringField("content_type"),
			service.NewStringField("if_none_match").Default(""),
			service.NewInterpolatedStringField("if_match").Default(""),
			service.NewInterpolatedStringMapField("metadata").Default(map[string]any{}))
}

type put struct {
	client      *s3.Client
	bucket      string
	contentType string
	ifNoneMatch string
	key         *service.InterpolatedString
	ifMatch     *service.InterpolatedString
	metadata    map[string]*service.InterpolatedString
}

func newPut(conf *service.ParsedConfig) (*put, error) {
	clients, err := shared()
	if err != nil {
		return nil, err
	}
	p := &put{client: clients.S3}
	if p.bucket, err = conf.FieldString("bucket"); err != nil {
		return nil, err
	}
	if p.contentType, err = conf.FieldString("content_type"); err != nil {
		return nil, err
	}
	if p.ifNoneMatch, err = conf.FieldString("if_none_match"); err != nil {
		return nil, err
	}
	if p.key, err = conf.FieldInterpolatedString("key"); err != nil {
		return nil, err
	}
	if p.ifMatch, err = conf.FieldInterpolatedString("if_match"); err != nil {
		return nil, err
	}
	p.metadata, err = conf.FieldInterpolatedStringMap("metadata")
	return p, err
}

func (p *put) Process(ctx context.Context, message *service.Message) (service.MessageBatch, error) {
	etag, err := p.put(ctx, message)
	if err != nil {
		return nil, err
	}
	message.MetaSetMut("etag", etag)
	return service.MessageBatch{message}, nil
}

func (p *put) Connect(context.Context) error {
	return nil
}

func (p *put) Write(ctx context.Context, message *service.Message) error {
	_, err := p.put(ctx, message)
	return err
}

func (p *put) put(ctx context.Context, message *service.Message) (string, error) {
	body, err := message.AsBytes()
	if err != nil {
		return "", err
	}
	key, err := p.key.TryString(message)
	if err != nil {
		return "", err
	}
	etag, err := p.ifMatch.TryString(message)
	if err != nil {
		return "", err
	}
	metadata := make(map[string]string, len(p.metadata))
	for name, value := range p.metadata {
		if metadata[name], err = value.TryString(message); err != nil {
			return "", err
		}
	}
	answer, err := p.client.PutObject(ctx, &s3.PutObjectInput{
		Bucket:      aws.String(p.bucket),
		Key:         aws.String(key),
		ContentType: aws.String(p.contentType),
		IfNoneMatch: unlessEmpty(p.ifNoneMatch),
		IfMatch:     unlessEmpty(etag),
		Metadata:    metadata,
		Body:        bytes.NewReader(body),
	})
	if err != nil {
		return "", err
	}
	return aws.ToString(answer.ETag), nil
}

func unlessEmpty(text string) *string {
	if text == "" {
		return nil
	}
	return aws.String(text)
}

func (p *put) Close(context.Context) error {
	return nil
}
