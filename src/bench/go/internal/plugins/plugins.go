// Package plugins gives Benthos' engine an input for SQS, a processor for Bedrock and parts for S3,
// because the engine has none. The journey itself is in cmd/benthos/benthos.yaml.
package plugins

import (
	"sync"

	"dev.caravan/bench/internal/clients"
)

// shared are the clients of all plugins, so that they share connections.
var shared = sync.OnceValues(clients.FromEnvironment)
