/** The limit: the same job by hand, with the AWS SDK alone; no Camel, no routes, no policies. */
package dev.caravan.bench.loop;
