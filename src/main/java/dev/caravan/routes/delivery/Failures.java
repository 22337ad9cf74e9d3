package dev.caravan.routes.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts the prompts that fail because of a bug, to tell a bad set from a bug that was there. */
final class Failures {

  /** A trial is compared with this time before it. */
  private static final Duration BEFORE = Duration.ofSeconds(60);

  private record Increase(Instant at, double failures) {}

  private final Clock clock;
  private final Deque<Increase> increases = new ArrayDeque<>();
  private double count;

  Failures(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param now the number of failures since the start of the service
   * @param isTrial true if new ones may be the fault of a set on trial
   */
  void update(double now, boolean isTrial) {
    if (now > count) {
      if (!isTrial) {
        increases.add(new Increase(clock.instant(), now - count));
      }
      count = now;
    }
    Instant oldest = clock.instant().minus(BEFORE);
    while (!increases.isEmpty() && increases.peek().at().isBefore(oldest)) {
      increases.remove();
    }
  }

  double count() {
    return count;
  }

  /** The failures of the last minute, without those of a set on trial. */
  double recent() {
    return increases.stream().mapToDouble(Increase::failures).sum();
  }
}
