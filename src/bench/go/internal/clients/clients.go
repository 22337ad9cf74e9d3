// Package clients creates the AWS clients of all Go contestants, with the SDK's defaults where the
// other contestants have theirs.
package clients

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strconv"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
)

// connections is more than a contestant has calls at once. The SDK keeps ten per server, and every
// other call would need a new connection.
const connections = 200

// Clients find the servers, the region and the credentials in the SDK's environment variables.
type Clients struct {
	SQS     *sqs.Client
	S3      *s3.Client
	Bedrock *bedrockruntime.Client
}

// FromEnvironment creates the clients. Bedrock's keeps the SDK's retries: sometimes an answer can't
// be read to its end (use of closed network connection), and without them the program would end.
func FromEnvironment() (Clients, error) {
	transport := awshttp.NewBuildableClient().WithTransportOptions(func(t *http.Transport) {
		t.MaxIdleConns = 2 * connections
		t.MaxIdleConnsPerHost = connections
	})
	settings, err := config.LoadDefaultConfig(context.Background(), config.WithHTTPClient(transport))
	if err != nil {
		return Clients{}, fmt.Errorf("read the settings of the AWS SDK: %w", err)
	}
	return Clients{
		SQS:     sqs.NewFromConfig(settings),
		S3:      s3.NewFromConfig(settings, func(o *s3.Options) { o.UsePathStyle = true }),
		Bedrock: bedrockruntime.NewFromConfig(settings),
	}, nil
}

// Consumers is the number of messages to work on at once.
func Consumers() (int, error) {
	number, err := strconv.Atoi(os.Getenv("CARAVAN_QUEUE_CONSUMERS"))
	if err != nil {
		return 0, fmt.Errorf("CARAVAN_QUEUE_CONSUMERS is not a number: %w", err)
	}
	return number, nil
}
