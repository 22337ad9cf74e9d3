package plugins

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/redpanda-data/benthos/v4/public/service"
)

func init() {
	service.MustRegisterProcessor("bench_bedrock",
		service.NewConfigSpec().
			Summary("Replaces a request of InvokeModel with the model's answer.").
			Field(service.NewStringField("model")),
		func(conf *service.ParsedConfig, _ *service.Resources) (service.Processor, error) {
			model, err := conf.FieldString("model")
			if err != nil {
				return nil, err
			}
			clients, err := shared()
			if err != nil {
				return nil, err
			}
			return &bedrock{clients.Bedrock, model}, nil
		})
}

type bedrock struct {
	client *bedrockruntime.Client
	model  string
}

func (b *bedrock) Process(ctx context.Context, message *service.Message) (service.MessageBatch, error) {
	body, err := message.AsBytes()
	if err != nil {
		return nil, err
	}
	answer, err := b.client.InvokeModel(ctx, &bedrockruntime.InvokeModelInput{
		ModelId:     aws.String(b.model),
		ContentType: aws.String("application/json"),
		Accept:      aws.String("application/json"),
		Body:        body,
	})
	if err != nil {
		return nil, err
	}
	message.SetBytes(answer.Body)
	return service.MessageBatch{message}, nil
}

func (b *bedrock) Close(context.Context) error {
	return nil
}
