/** The hand-written loop: the same job with only the AWS SDK, without Camel, routes or policies. */
package dev.caravan.bench.loop;
