package dev.caravan.bench.loop;

import dev.caravan.aws.SdkDefaults;
import dev.caravan.queue.SqsClients;
import dev.caravan.store.S3Clients;
import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The clients as the SDK creates them, with enough connections for all calls. They find the servers
 * through the SDK's environment variables.
 */
record Aws(SqsClient sqs, S3Client s3, S3Presigner presigner, BedrockRuntimeClient bedrock) {

  static Aws fromEnvironment() {
    return with(
        S3Client.builder()
            .forcePathStyle(true)
            .httpClientBuilder(
                SdkDefaults.httpClient().maxConnections(200).expectContinueEnabled(false))
            .overrideConfiguration(config -> config.retryStrategy(SdkDefaults.retryMode()))
            .build());
  }

  /** The same with Caravan's S3 client, without its metrics and traces. */
  static Aws withCaravansS3() {
    return with(S3Clients.client());
  }

  private static Aws with(S3Client s3) {
    Duration timeout = Duration.ofSeconds(120);
    return new Aws(
        SqsClients.client(),
        s3,
        S3Clients.presigner(s3),
        BedrockRuntimeClient.builder()
            .httpClientBuilder(SdkDefaults.httpClient().socketTimeout(timeout).maxConnections(100))
            .overrideConfiguration(
                config ->
                    config
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(timeout)
                        .apiCallTimeout(timeout))
            .build());
  }
}
