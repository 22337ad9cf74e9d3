// Benthos' engine with the bench's plugins. Its arguments are those of every program of the engine.
package main

import (
	"context"

	_ "github.com/redpanda-data/benthos/v4/public/components/io"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"
	"github.com/redpanda-data/benthos/v4/public/service"

	_ "dev.caravan/bench/internal/plugins"
)

func main() {
	service.RunCLI(context.Background())
}
