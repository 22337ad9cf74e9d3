package dev.caravan.pace;

import dev.caravan.failure.FailedGeneration;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Reason;
import dev.caravan.queue.LeasingSqsClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops taking from the queue while every message would fail the same way: the model may not be
 * used or is down, S3 is, or the day's budget is used up. Without it, a minute's outage would use
 * up the receives of what waits, and a model would be paid for results that can't be stored. A
 * probe that costs nothing asks, less and less often, whether that is over; then the queue goes on
 * by itself. Nothing is dead-lettered for it.
 */
public final class Pause implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Pause.class);

  /** So many prompts in a row, each tried as often as it may be, make an outage of the model. */
  private static final int OUTAGE = 5;

  /** Why the queue is paused, and since when. */
  public record Paused(Reason reason, String detail, Instant since) {}

  private final LeasingSqsClient queue;
  private final Probes probes;
  private final Duration first;
  private final Duration longest;
  private final Clock clock = Clock.systemUTC();
  private final ScheduledExecutorService probing =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "pause-probe");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicInteger unavailable = new AtomicInteger();
  private Paused paused;

  /**
   * @param firstSeconds until the first probe
   * @param longestSeconds between probes at most
   */
  public Pause(LeasingSqsClient queue, Probes probes, long firstSeconds, long longestSeconds) {
    this.queue = queue;
    this.probes = probes;
    this.first = Duration.ofSeconds(firstSeconds);
    this.longest = Duration.ofSeconds(longestSeconds);
  }

  /** A route step: pauses where the failure in the variable {@code failure} is one to pause for. */
  public void consider(Exchange exchange) {
    Failure failure = exchange.getVariable("failure", Failure.class);
    if (failure.reason() == Reason.MODEL_UNAVAILABLE && unavailable.incrementAndGet() < OUTAGE) {
      return;
    }
    Throwable thrown = exchange.getVariable("_thrown", Throwable.class);
    Optional<Probe> probe =
        probes.of(failure.reason(), thrown, FailedGeneration.in(exchange).map(Generation::model));
    probe.ifPresent(ask -> begin(failure, ask));
  }

  /** A route step: a prompt got through, so the model is not down. */
  public void gotThrough() {
    unavailable.set(0);
  }

  /** Pauses until the probe finds that what failed is over; while paused, this changes nothing. */
  public synchronized void begin(Failure failure, Probe probe) {
    if (paused != null) {
      return;
    }
    paused = new Paused(failure.reason(), failure.detail(), clock.instant());
    queue.pause();
    LOG.error(
        "The queue is paused: {}: {} It goes on by itself when that is over.",
        failure.reason(),
        failure.detail());
    probeAfter(first, probe);
  }

  private void probeAfter(Duration wait, Probe probe) {
    probing.schedule(() -> ask(wait, probe), wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ask(Duration waited, Probe probe) {
    Optional<String> trouble = probe.trouble();
    if (trouble.isEmpty()) {
      end();
      return;
    }
    LOG.debug("Still paused: {}", trouble.get());
    Duration next = waited.multipliedBy(2);
    probeAfter(next.compareTo(longest) > 0 ? longest : next, probe);
  }

  private synchronized void end() {
    LOG.info("The queue goes on after {}.", Duration.between(paused.since(), clock.instant()));
    paused = null;
    unavailable.set(0);
    queue.resume();
  }

  /** Empty while the queue is worked on. */
  public synchronized Optional<Paused> paused() {
    return Optional.ofNullable(paused);
  }

  @Override
  public void close() {
    probing.shutdownNow();
  }
}
