/**
 * The servers that every contestant calls: fast SQS, S3 and Bedrock in memory, which count calls.
 */
package dev.caravan.bench.server;
