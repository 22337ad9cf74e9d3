package dev.caravan.cli.doctor;

import dev.caravan.aws.SdkDefaults;
import dev.caravan.model.Catalogue;
import dev.caravan.model.RegionalBedrock;
import dev.caravan.queue.SqsClients;
import dev.caravan.routes.delivery.RouteStore;
import dev.caravan.settings.RouteLocation;
import dev.caravan.store.S3Clients;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * All checks, with the clients that the service uses: the SDK's own settings say which region, role
 * and endpoints.
 */
public final class Checks {

  private static final int SECONDS = 10;
  private static final int CONNECTIONS = 20;

  private final Values values;
  private final Map<String, String> variables;
  private final Path models;

  /**
   * @param given the settings by key; null if a setting is not set
   * @param variables of the environment
   * @param models the catalogue, unless {@code CARAVAN_MODELS} names another one
   */
  public Checks(Function<String, String> given, Map<String, String> variables, Path models) {
    this.values = new Values(given);
    this.variables = variables;
    this.models = models;
  }

  /**
   * @param isLocal true for the laptop AWS, which has no STS
   */
  public Doctor doctor(boolean isLocal) {
    return new Doctor(
        all().stream().filter(check -> !isLocal || !(check instanceof CredentialsCheck)).toList(),
        values,
        region() == null ? Optional.of("not checked; no AWS region is set") : withoutCredentials());
  }

  List<Check> all() {
    return List.of(
        new SettingsCheck(values),
        new CredentialsCheck(Checks::sts),
        new RegionsCheck(values, region(), catalogue()),
        new PromptQueueCheck(values, SqsClients::client),
        new DeadLetterQueueCheck(values, SqsClients::client),
        new BucketCheck(values, () -> S3Clients.watched(values.text("caravan.s3.kms.key"))),
        new RoutesCheck(values, this::routes),
        new ModelsCheck(catalogue(), Checks::bedrock, LocalDate.now(ZoneOffset.UTC)),
        new ClockCheck(values, SqsClients::client, Clock.systemUTC()),
        new TokensCheck(values),
        new MetricsCheck(values, variables, Checks::cloudWatch));
  }

  private RouteStore routes(RouteLocation place) {
    return RouteStore.open(place, values.text("caravan.s3.kms.key"));
  }

  private Supplier<Catalogue> catalogue() {
    String set = values.given().apply("caravan.models");
    String file = set == null || set.isBlank() ? models.toString() : set;
    return () -> Catalogue.read(file);
  }

  static BedrockRuntimeClient bedrock(Catalogue catalogue) {
    return new RegionalBedrock(catalogue, SECONDS, CONNECTIONS, new ExecutionInterceptor() {});
  }

  private static StsClient sts() {
    return StsClient.builder()
        .httpClientBuilder(SdkDefaults.httpClient())
        .overrideConfiguration(config -> config.retryStrategy(SdkDefaults.retryMode()))
        .build();
  }

  private static CloudWatchClient cloudWatch() {
    return CloudWatchClient.builder()
        .httpClientBuilder(SdkDefaults.httpClient())
        .overrideConfiguration(config -> config.retryStrategy(SdkDefaults.retryMode()))
        .build();
  }

  /** Null if none is set. */
  private static String region() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    } catch (SdkClientException e) {
      return null;
    }
  }

  private static Optional<String> withoutCredentials() {
    try (DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build()) {
      credentials.resolveCredentials();
      return Optional.empty();
    } catch (SdkClientException e) {
      return Optional.of(
          "not checked; no AWS credentials were found. Give the task a role, or set AWS_PROFILE to a"
              + " profile that you are logged in to");
    }
  }
}
