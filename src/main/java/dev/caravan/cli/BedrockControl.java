package dev.caravan.cli;

import dev.caravan.aws.SdkDefaults;
import dev.caravan.model.CatalogueReview;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrock.BedrockClient;
import software.amazon.awssdk.services.bedrock.BedrockClientBuilder;

/** The Bedrock that a command asks about models: AWS's or that of a running {@code local}. */
final class BedrockControl {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private BedrockControl() {}

  /** Uses the SDK's own credentials and endpoints, including {@code AWS_ENDPOINT_URL_BEDROCK}. */
  static CatalogueReview ofAws() {
    return new CatalogueReview(region -> builder(region).build());
  }

  static CatalogueReview of(RunningLocal running) {
    return new CatalogueReview(
        region ->
            builder(region)
                .endpointOverride(URI.create(running.bedrockEndpoint()))
                .credentialsProvider(
                    StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(
                            running.accessKeyId(), running.secretAccessKey())))
                .build());
  }

  private static BedrockClientBuilder builder(String region) {
    return BedrockClient.builder()
        .region(Region.of(region))
        .httpClientBuilder(SdkDefaults.httpClient().connectionTimeout(PATIENCE))
        .overrideConfiguration(
            config -> config.retryStrategy(SdkDefaults.retryMode()).apiCallTimeout(PATIENCE));
  }
}
