/** What every contestant talks to: SQS, S3 and Bedrock in memory, fast, and counting. */
package dev.caravan.bench.server;
