package dev.caravan.metrics.cloudwatch;

import dev.caravan.aws.SdkDefaults;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/**
 * Publishes every minute, on its own thread, until it is closed; then it publishes the last partial
 * minute.
 */
final class Publisher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  /** Delay after the end of the minute, so that the minute has surely ended. */
  private static final long SETTLING_MILLIS = 5;

  /** All instances use the same minutes, but need not send at the same time. */
  private static final long JITTER_MILLIS = 10_000;

  private static final Duration ROUND = Duration.ofSeconds(30);

  /** Timeout of one attempt. A stop waits this long for an attempt in progress. */
  static final Duration ATTEMPT = Duration.ofSeconds(2);

  private static final Duration LAST = Duration.ofSeconds(3);

  private final CloudWatchClient client;
  private final Outbox outbox = new Outbox();
  private final Clock clock;
  private final CloudWatchRegistry registry;
  private final Delivery delivery;
  private final RandomGenerator random = new SecureRandom();
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Publisher::daemon);

  Publisher(CloudWatchClient client, String namespace, Clock clock) {
    this.client = client;
    this.clock = clock;
    this.registry = new CloudWatchRegistry(outbox, clock);
    this.delivery = new Delivery(client, namespace, outbox);
    this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Uses the SDK's own settings (region, role, endpoint). */
  static Publisher toAws(String namespace) {
    CloudWatchClient client =
        CloudWatchClient.builder()
            .httpClientBuilder(SdkDefaults.httpClient())
            .overrideConfiguration(
                config ->
                    config
                        .retryStrategy(SdkDefaults.retryMode())
                        // A stop must not wait for an attempt that hangs.
                        .apiCallAttemptTimeout(ATTEMPT))
            .build();
    return new Publisher(client, namespace, Clock.SYSTEM);
  }

  MeterRegistry registry() {
    return registry;
  }

  void start() {
    long minute = CloudWatchRegistry.MINUTE.toMillis();
    long left = minute - Math.floorMod(clock.wallTime(), minute) + SETTLING_MILLIS;
    thread.schedule(this::round, left, TimeUnit.MILLISECONDS);
  }

  private void round() {
    try {
      registry.endMinute();
      thread.schedule(this::send, random.nextLong(JITTER_MILLIS), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      LOG.warn("The metrics of a minute could not be read: {}", e.toString());
    } finally {
      start();
    }
  }

  private void send() {
    try {
      delivery.send(ROUND);
    } catch (RuntimeException e) {
      LOG.warn("Metrics could not be sent: {}", e.toString());
    }
  }

  PublishState state() {
    return delivery.state();
  }

  /** Sends the values of the current minute so far; takes up to 5 s. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    registry.close();
    delivery.send(LAST);
    client.close();
    PublishState state = delivery.state();
    if (state.queued() > 0) {
      LOG.warn("{} metrics were not published: {}", state.queued(), state.trouble());
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "cloudwatch");
    thread.setDaemon(true);
    return thread;
  }
}
