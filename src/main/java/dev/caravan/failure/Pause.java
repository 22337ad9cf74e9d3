package dev.caravan.failure;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops taking prompts from the queue while each of them would fail the same way: S3 is down, or
 * the day's budget is used up. Without the pause, a minute's outage would use up the receives of
 * the waiting messages, and a model would be paid for results that can't be stored. A free probe
 * asks, less and less often, whether the cause is over; then the queue resumes by itself. No prompt
 * is dead-lettered because of a pause. A model that can't be used or is down pauses only its own
 * lane.
 */
public final class Pause implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Pause.class);

  /** Why the queue is paused, and since when. */
  public record Paused(Reason reason, String detail, Instant since) {}

  private final Pausable queue;
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

  /** Failed prompts by reason since the last one that succeeded. */
  private final Map<Reason, Integer> inARow = new ConcurrentHashMap<>();

  private Paused paused;

  /**
   * @param firstSeconds until the first probe
   * @param longestSeconds between probes at most
   */
  public Pause(Pausable queue, Probes probes, long firstSeconds, long longestSeconds) {
    this.queue = queue;
    this.probes = probes;
    this.first = Duration.ofSeconds(firstSeconds);
    this.longest = Duration.ofSeconds(longestSeconds);
  }

  /** A route step: pauses if the failure in the variable {@code failure} is one to pause for. */
  public void consider(Exchange exchange) {
    Failure failure = exchange.getVariable("failure", Failure.class);
    FailureRow row = FailureTable.of(failure.reason());
    if (inARow.merge(failure.reason(), 1, Integer::sum) < row.pausing().inARow()) {
      return;
    }
    beginIfFailing(row, failure, exchange.getVariable("_thrown", Throwable.class));
  }

  /** Pauses if this failure, of a prompt that is tried again, is one to pause for. */
  void consider(Failure failure, Throwable thrown) {
    beginIfFailing(FailureTable.of(failure.reason()), failure, thrown);
  }

  private void beginIfFailing(FailureRow row, Failure failure, Throwable thrown) {
    // Operators read in the log and in health what S3 answered; callers do not.
    String detail = StoreOutage.explain(thrown).orElse(failure.detail());
    probes
        .of(row, thrown)
        .ifPresent(ask -> begin(new Failure(failure.reason(), detail, failure.at()), ask));
  }

  /** A route step: a prompt succeeded, so the model is not down. */
  public void gotThrough() {
    inARow.clear();
  }

  /** Pauses until the probe finds that the cause is over; does nothing if it is paused already. */
  public synchronized void begin(Failure failure, Probe probe) {
    if (paused != null) {
      return;
    }
    paused = new Paused(failure.reason(), failure.detail(), clock.instant());
    queue.pause();
    LOG.error(
        "The queue is paused: {}: {} (It resumes by itself when the cause is over.)",
        failure.reason(),
        failure.detail());
    probeAfter(first, probe);
  }

  private void probeAfter(Duration wait, Probe probe) {
    probing.schedule(() -> ask(wait, probe), wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void ask(Duration waited, Probe probe) {
    Optional<String> trouble = trouble(probe);
    if (trouble.isEmpty()) {
      end();
      return;
    }
    LOG.debug("Still paused: {}", trouble.get());
    Duration next = waited.multipliedBy(2);
    probeAfter(next.compareTo(longest) > 0 ? longest : next, probe);
  }

  /** A probe that fails itself shows nothing, so the pause goes on and the probe is repeated. */
  private static Optional<String> trouble(Probe probe) {
    try {
      return probe.trouble();
    } catch (Throwable e) {
      LOG.error("The probe failed; it will be repeated.", e);
      return Optional.of("the probe failed: " + e);
    }
  }

  private synchronized void end() {
    LOG.info("The queue resumes after {}.", Duration.between(paused.since(), clock.instant()));
    paused = null;
    inARow.clear();
    queue.resume();
  }

  /** Why the queue is paused; empty if it is not. */
  public synchronized Optional<Paused> paused() {
    return Optional.ofNullable(paused);
  }

  @Override
  public void close() {
    probing.shutdownNow();
  }
}
