package dev.caravan.pace;

import dev.caravan.failure.ModelProbe;
import dev.caravan.failure.Trouble;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the models of paused lanes, at the time that each lane says. */
public final class LaneProbes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LaneProbes.class);

  private final Function<String, Optional<Trouble>> probe;
  private final Duration first;
  private final Duration longest;
  private final ScheduledExecutorService probing =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "lane-probes");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param firstSeconds from a pause until the first probe
   * @param longestSeconds between probes at most
   */
  public LaneProbes(ModelProbe probe, long firstSeconds, long longestSeconds) {
    this(probe::trouble, Duration.ofSeconds(firstSeconds), Duration.ofSeconds(longestSeconds));
  }

  LaneProbes(Function<String, Optional<Trouble>> probe, Duration first, Duration longest) {
    this.probe = probe;
    this.first = first;
    this.longest = longest;
  }

  /** Without a model to ask: after 5 s, 10 s, … the next prompt is the trial. */
  static LaneProbes usual() {
    return new LaneProbes(model -> Optional.empty(), Duration.ofSeconds(5), Duration.ofMinutes(5));
  }

  LanePause newPause() {
    return new LanePause(first, longest);
  }

  /** Asks when the lane's next probe is due. */
  void schedule(Lane lane, Duration after) {
    try {
      // A little later than due, because the lane's clock decides.
      probing.schedule(() -> ask(lane), after.toMillis() + 1, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("The service stops; {} is not asked again.", lane.model());
    }
  }

  private void ask(Lane lane) {
    if (!lane.awaitsProbe()) {
      return;
    }
    Optional<Trouble> still;
    try {
      still = probe.apply(lane.model());
    } catch (Throwable e) {
      // The trial, which comes next, shows more than a probe that fails by itself.
      LOG.error("The probe of {} failed; a prompt will show whether it works.", lane.model(), e);
      still = Optional.empty();
    }
    lane.probed(still);
  }

  @Override
  public void close() {
    probing.shutdownNow();
  }
}
