package dev.caravan.metrics.cloudwatch;

import dev.caravan.failure.Probe;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * Asks whether this role may publish metrics, with a datum of 1970. CloudWatch takes no datum older
 * than two weeks, so it stores nothing and costs nothing.
 */
public final class PublishProbe implements Probe {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final CloudWatchClient client;
  private final String namespace;

  public PublishProbe(CloudWatchClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Override
  public Optional<String> trouble() {
    MetricDatum refused =
        MetricDatum.builder()
            .metricName("caravan.doctor")
            .timestamp(Instant.EPOCH)
            .value(0.0)
            .build();
    try {
      client.putMetricData(
          put ->
              put.namespace(namespace)
                  .metricData(refused)
                  .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE)));
      return Optional.empty();
    } catch (AwsServiceException e) {
      return Delivery.isAboutTheRole(e)
          ? Optional.of(
              "CloudWatch takes no metrics: %s. Allow cloudwatch:PutMetricData with the namespace %s"
                  .formatted(message(e), namespace))
          : Optional.empty();
    } catch (SdkException e) {
      return Optional.of("CloudWatch can't be reached: " + e.getMessage());
    }
  }

  private static String message(AwsServiceException e) {
    return e.awsErrorDetails() == null || e.awsErrorDetails().errorMessage() == null
        ? "status " + e.statusCode()
        : e.awsErrorDetails().errorMessage();
  }
}
