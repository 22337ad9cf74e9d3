package dev.caravan.bench.loop;

import java.time.Duration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The clients, set as Caravan sets its own; where they go is in the SDK's variables. */
record Aws(SqsClient sqs, S3Client s3, S3Presigner presigner, BedrockRuntimeClient bedrock) {

  static Aws fromEnvironment() {
    Duration timeout = Duration.ofSeconds(120);
    S3Client s3 =
        S3Client.builder()
            .forcePathStyle(true)
            .httpClientBuilder(
                ApacheHttpClient.builder().maxConnections(200).expectContinueEnabled(false))
            .build();
    return new Aws(
        SqsClient.create(),
        s3,
        S3Presigner.builder().s3Client(s3).build(),
        BedrockRuntimeClient.builder()
            .httpClientBuilder(
                ApacheHttpClient.builder().socketTimeout(timeout).maxConnections(100))
            .overrideConfiguration(
                config ->
                    config
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(timeout)
                        .apiCallTimeout(timeout))
            .build());
  }
}
