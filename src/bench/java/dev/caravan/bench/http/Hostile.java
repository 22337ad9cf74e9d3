package dev.caravan.bench.http;

import dev.caravan.bench.http.hostile.Attacked;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The outcome of the hostile connections.
 *
 * @param seconds until the service had closed all of them, or the bench gave up
 * @param rssBefore resident memory before they were opened, bytes
 * @param peakRss the highest resident memory until the end, bytes
 * @param mostDescriptors the most open files and sockets of the service at any full second
 * @param descriptorLimit the number that the service may have
 * @param survived whether the service was running at the end
 * @param meanwhile the calls of normal callers
 */
public record Hostile(
    List<Attacked> attacks,
    double seconds,
    long rssBefore,
    long peakRss,
    long mostDescriptors,
    long descriptorLimit,
    boolean survived,
    Map<Kind, Answers> meanwhile) {

  private static final double MEANWHILE_P99_MS = 100;
  private static final double GROWTH_MB = 100;

  /** A service may accept a connection late, and its timers are coarse. */
  private static final double LATE_SECONDS = 5;

  List<Goal> goals() {
    List<Goal> goals =
        new ArrayList<>(ManyCallers.meanwhile(Phase.HOSTILE, meanwhile, MEANWHILE_P99_MS));
    goals.add(
        Goal.atMost(Phase.HOSTILE, "growth of RSS", (peakRss - rssBefore) / 1e6, "MB", GROWTH_MB));
    goals.add(Goal.exactly(Phase.HOSTILE, "services that ended", survived ? 0 : 1, 0));
    for (Attacked each : attacks) {
      goals.add(closing(each));
      goals.add(
          Goal.exactly(
              Phase.HOSTILE, each.attack().title() + " that stayed open", each.stillOpen(), 0));
    }
    return goals;
  }

  /** The last closing is in time only if no connection is still open. */
  private static Goal closing(Attacked attacked) {
    double latest = attacked.attack().deadlineSeconds() + LATE_SECONDS;
    return new Goal(
        Phase.HOSTILE,
        attacked.attack().title() + ", last closed after",
        attacked.lastSeconds(),
        "s",
        Goal.Bound.AT_MOST,
        latest,
        attacked.stillOpen() == 0 && attacked.lastSeconds() <= latest);
  }
}
