package dev.caravan.pace;

import dev.caravan.failure.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a lane is paused, and how it opens again: after an interval, a free probe asks the model.
 * If the probe finds nothing, one prompt is let through as a trial. Its success opens the lane; its
 * failure pauses the lane again, for twice as long. It uses no clock and no thread; the caller
 * guards it.
 */
final class LanePause {

  private enum Stage {
    OPEN,
    PAUSED,
    /** The next prompt is the trial. */
    TRIAL,
    /** The trial is in flight. */
    ON_TRIAL
  }

  private final Duration first;
  private final Duration longest;
  private Stage stage = Stage.OPEN;
  private Trouble trouble;
  private Instant since;
  private Instant nextProbe;
  private Duration interval;

  /**
   * @param first until the first probe
   * @param longest between probes at most
   */
  LanePause(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /**
   * @return true if the lane was open until now
   */
  boolean begin(Trouble because, Instant now) {
    if (stage != Stage.OPEN) {
      return false;
    }
    stage = Stage.PAUSED;
    trouble = because;
    since = now;
    interval = first;
    nextProbe = now.plus(interval);
    return true;
  }

  /**
   * The probe was answered; has no effect if the lane is not waiting for it.
   *
   * @param still what is certainly still wrong; empty if nothing is
   */
  void probed(Optional<Trouble> still, Instant now) {
    if (stage != Stage.PAUSED) {
      return;
    }
    if (still.isPresent()) {
      again(still.get(), now);
    } else {
      stage = Stage.TRIAL;
    }
  }

  /** Takes the trial; false if there is none to take. */
  boolean take() {
    boolean free = stage == Stage.TRIAL;
    stage = free ? Stage.ON_TRIAL : stage;
    return free;
  }

  /** The trial showed nothing; the next prompt is the trial. */
  void putBack() {
    stage = stage == Stage.ON_TRIAL ? Stage.TRIAL : stage;
  }

  /** The trial failed. */
  void failed(Trouble because, Instant now) {
    if (stage == Stage.ON_TRIAL) {
      again(because, now);
    }
  }

  private void again(Trouble because, Instant now) {
    stage = Stage.PAUSED;
    trouble = because;
    Duration twice = interval.multipliedBy(2);
    interval = twice.compareTo(longest) > 0 ? longest : twice;
    nextProbe = now.plus(interval);
  }

  void open() {
    stage = Stage.OPEN;
  }

  boolean isOpen() {
    return stage == Stage.OPEN;
  }

  /** True if the next prompt may be the trial. */
  boolean isTrialFree() {
    return stage == Stage.TRIAL;
  }

  boolean isOnTrial() {
    return stage == Stage.ON_TRIAL;
  }

  /** Empty if the lane is open. */
  Optional<PausedLane> paused() {
    return isOpen() ? Optional.empty() : Optional.of(new PausedLane(trouble, since, nextProbe));
  }

  /** The time from {@code now} until the next probe; zero if the lane waits for none. */
  Duration untilProbe(Instant now) {
    return stage == Stage.PAUSED && nextProbe.isAfter(now)
        ? Duration.between(now, nextProbe)
        : Duration.ZERO;
  }
}
