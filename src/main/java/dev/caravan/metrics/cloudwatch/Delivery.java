package dev.caravan.metrics.cloudwatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * Sends the data in the outbox. If CloudWatch can't take the data now (throttling, an error of its
 * own, no connection, no permission yet), they stay in the outbox with their minute until the next
 * round. Data that CloudWatch will never take are dropped and counted. If the answer to a request
 * is lost, its data may be counted twice, for one minute of one instance.
 */
final class Delivery {

  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

  /**
   * Errors about the account or permissions, not about the data: they end when an operator fixes
   * the cause.
   */
  private static final Set<String> PASSING =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidClientTokenId",
          "LimitExceeded",
          "LimitExceededException",
          "UnrecognizedClientException");

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;

  private final CloudWatchClient client;
  private final String namespace;
  private final Outbox outbox;
  private final Clock clock = Clock.systemUTC();
  private volatile Instant lastPublished;
  private volatile String trouble;

  Delivery(CloudWatchClient client, String namespace, Outbox outbox) {
    this.client = client;
    this.namespace = namespace;
    this.outbox = outbox;
  }

  /** Sends until the outbox is empty, CloudWatch takes no more, or the time is up. */
  synchronized void send(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    long left = atMost.toNanos();
    List<MetricDatum> data = outbox.take();
    while (!data.isEmpty() && left > 0 && put(data, Duration.ofNanos(left))) {
      left = end - System.nanoTime();
      data = outbox.take();
    }
    outbox.putBack(data);
  }

  /**
   * @return false if the data must be sent later
   */
  private boolean put(List<MetricDatum> data, Duration atMost) {
    try {
      client.putMetricData(
          put ->
              put.namespace(namespace)
                  .metricData(data)
                  .overrideConfiguration(config -> config.apiCallTimeout(atMost)));
      sent();
      return true;
    } catch (AwsServiceException e) {
      if (isPassing(e)) {
        failed(e);
        return false;
      }
      outbox.drop(data);
      trouble = e.getMessage();
      LOG.warn("CloudWatch refused {} metrics for good: {}", data.size(), e.getMessage());
      return true;
    } catch (RuntimeException e) {
      failed(e);
      return false;
    }
  }

  private static boolean isPassing(AwsServiceException e) {
    return e.isThrottlingException()
        || e.isClockSkewException()
        || e.statusCode() >= SERVER_ERROR
        || isAboutTheRole(e);
  }

  /** True if CloudWatch refused the account or the role, whatever the data are. */
  static boolean isAboutTheRole(AwsServiceException e) {
    return e.statusCode() == FORBIDDEN
        || e.statusCode() == UNAUTHORIZED
        || e.awsErrorDetails() != null && PASSING.contains(e.awsErrorDetails().errorCode());
  }

  private void sent() {
    if (trouble != null) {
      LOG.info("CloudWatch takes metrics again.");
    }
    trouble = null;
    lastPublished = clock.instant();
  }

  private void failed(RuntimeException e) {
    if (trouble == null) {
      LOG.warn(
          "CloudWatch takes no metrics: {}; they are kept and sent later, the newest {}.",
          e.getMessage(),
          Outbox.MOST);
    }
    trouble = e.getMessage() == null ? e.toString() : e.getMessage();
  }

  PublishState state() {
    return new PublishState(lastPublished, outbox.size(), outbox.dropped(), trouble);
  }
}
