package dev.caravan.routes.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Counts the prompts that fail because of a bug, to tell a bad set from a bug that was there. */
final class Failures {

  /** Failures within this time before a switch say nothing about the new set. */
  private static final Duration QUIET = Duration.ofSeconds(60);

  private final Clock clock;
  private double count;
  private Instant last = Instant.MIN;

  Failures(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param now the number of failures since the start of the service
   * @param isTrial true if new ones may be the fault of a set on trial
   */
  void update(double now, boolean isTrial) {
    if (now > count) {
      count = now;
      if (!isTrial) {
        last = clock.instant();
      }
    }
  }

  double count() {
    return count;
  }

  /** True if failures from now on say something about a set that begins to run now. */
  boolean areTelling() {
    return last.plus(QUIET).isBefore(clock.instant());
  }
}
