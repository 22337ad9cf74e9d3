package dev.caravan.pace;

import com.netflix.concurrency.limits.limit.AbstractLimit;
import com.netflix.concurrency.limits.limit.measurement.ExpAvgMeasurement;
import java.time.Duration;

/**
 * How many calls of one model may be in flight, learned from throttles alone: it rises by one a
 * round of calls while it is really used, and falls by a factor when the model throttles. Latency
 * says nothing, because an image takes 5 to 12 s whether the model is busy or not. At one call it
 * can't fall further; then it rests, longer and longer, between calls, and each of them is the
 * probe that tells whether it may rise again.
 *
 * <p>Once the model has throttled, calls begin apart, because its quota may be a rate: when one
 * ends and the limit rises, two would begin in the same moment, and one of them be throttled for
 * that alone.
 *
 * <p>A function of its samples; it knows no clock and no thread. Times are of {@link
 * System#nanoTime}.
 */
final class ThrottleLimit extends AbstractLimit {

  private static final double FALL = 0.8;
  private static final long FIRST_REST = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_REST = Duration.ofSeconds(15).toNanos();

  /**
   * Of what even beginnings would have between them, so that calls shorter than usual cost none.
   */
  private static final double APART = 0.75;

  private final ExpAvgMeasurement durations = new ExpAvgMeasurement(20, 5);
  private final int max;
  private double exact;
  private boolean everFell;
  private long fellAt;
  private long rest;

  /**
   * @param start calls in flight before anything is learned; not above {@code max}
   * @param max 1 or more
   */
  ThrottleLimit(int start, int max) {
    super(Math.min(start, max));
    this.max = max;
    this.exact = getLimit();
  }

  /**
   * @param inflight calls in flight when this one began, itself included
   * @param didDrop the model throttled it
   */
  @Override
  protected int _update(long startTime, long rtt, int inflight, boolean didDrop) {
    if (!didDrop) {
      durations.add(rtt);
    }
    // What began before the last fall says nothing of the limit since: a burst of throttles from
    // one overload is one signal.
    if (everFell && startTime - fellAt < 0) {
      return getLimit();
    }
    if (didDrop) {
      fall(startTime + rtt);
    } else {
      rise(inflight);
    }
    return (int) exact;
  }

  private void fall(long now) {
    rest = exact > 1 ? 0 : Math.min(LONGEST_REST, Math.max(FIRST_REST, 2 * rest));
    exact = Math.max(1, exact * FALL);
    everFell = true;
    fellAt = now;
  }

  private void rise(int inflight) {
    rest = 0;
    // A limit that is not reached has not been tried.
    if (2 * inflight >= exact) {
      exact = Math.min(max, exact + 1 / exact);
    }
  }

  /** Nanoseconds until the next call may begin; 0 where it may begin now. */
  synchronized long restLeft(long now) {
    return rest == 0 ? 0 : Math.max(0, fellAt + rest - now);
  }

  /** Nanoseconds from one call's beginning to the next's; 0 where the model never throttled. */
  synchronized long apart() {
    return everFell ? (long) (APART * usual() / (int) exact) : 0;
  }

  /** How long answered calls took of late, in nanoseconds; 0 where none was answered yet. */
  synchronized long usual() {
    return durations.get().longValue();
  }
}
