package dev.caravan.cli;

import dev.caravan.aws.SdkDefaults;
import dev.caravan.queue.SqsClients;
import dev.caravan.settings.Settings;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The queue that a command uses, and the client for it. */
record Target(String queueUrl, Optional<RunningLocal> running) {

  private static final String KEY = "sqs.queue.url";

  static Target of(RunningLocal running) {
    return new Target(running.queueUrl(), Optional.of(running));
  }

  /** Whether a variable names the queue. */
  static boolean isInEnvironment() {
    String url = Settings.FROM_ENVIRONMENT.apply(KEY);
    return url != null && !url.isBlank();
  }

  static Target fromEnvironment() {
    String url = Settings.FROM_ENVIRONMENT.apply(KEY);
    Settings.ALL
        .get(0)
        .complaint(url)
        .ifPresent(
            complaint -> {
              throw CommandFailedException.misconfigured(
                  complaint + ". Or start ./caravan local and use --local.");
            });
    return new Target(url, Optional.empty());
  }

  SqsClient client() {
    try {
      return running.map(Target::localClient).orElseGet(Target::awsClient);
    } catch (SdkClientException e) {
      throw CommandFailedException.misconfigured(
          "No AWS region is set. Set AWS_REGION, for example AWS_REGION=eu-north-1.");
    }
  }

  private static SqsClient awsClient() {
    SqsClient client = SqsClients.client();
    try (DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build()) {
      credentials.resolveCredentials();
      return client;
    } catch (SdkClientException e) {
      client.close();
      throw CommandFailedException.misconfigured(
          "No AWS credentials found. Set AWS_PROFILE to a profile that you are logged in to, or see"
              + " https://docs.aws.amazon.com/sdkref/latest/guide/creds-config-files.html");
    }
  }

  private static SqsClient localClient(RunningLocal local) {
    return SqsClient.builder()
        .httpClientBuilder(SdkDefaults.httpClient())
        .overrideConfiguration(config -> config.retryStrategy(SdkDefaults.retryMode()))
        .endpointOverride(URI.create(local.sqsEndpoint()))
        .region(Region.of(local.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(local.accessKeyId(), local.secretAccessKey())))
        .build();
  }
}
