package dev.caravan.pace;

import com.netflix.concurrency.limits.limit.measurement.ExpAvgMeasurement;
import java.time.Duration;

/** How long until it is one's turn, from how long calls took of late. Guarded by {@link Lane}. */
final class TurnTime {

  /** What is taken for a call's duration before one has been seen. */
  private static final Duration USUAL = Duration.ofSeconds(5);

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long SHORTEST = 1;
  private static final long LONGEST = 60;

  private final ExpAvgMeasurement durations = new ExpAvgMeasurement(20, 5);

  /** A call was answered after so many nanoseconds. */
  void answered(long took) {
    durations.add(took);
  }

  /**
   * @param ahead who waits already
   * @param limit calls that may be in flight, 1 or more
   * @param resting nanoseconds in which none may begin
   * @return whole seconds, 1 to 60
   */
  Duration after(int ahead, int limit, long resting) {
    long usual = durations.get().longValue();
    long turn = (ahead + 1) * (usual == 0 ? USUAL.toNanos() : usual) / limit;
    long seconds = (Math.max(turn, resting) + SECOND - 1) / SECOND;
    return Duration.ofSeconds(Math.min(LONGEST, Math.max(SHORTEST, seconds)));
  }
}
