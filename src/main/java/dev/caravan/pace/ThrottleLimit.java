package dev.caravan.pace;

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
final class ThrottleLimit {

  private static final double FALL = 0.8;
  private static final long FIRST_REST = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_REST = Duration.ofSeconds(15).toNanos();

  /**
   * Of what even beginnings would have between them, so that calls shorter than usual cost none.
   */
  private static final double APART = 0.75;

  private final RecentAverage durations = new RecentAverage();
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
    this.max = max;
    this.exact = Math.min(start, max);
  }

  /**
   * Learns from a call that has ended.
   *
   * @param began when the call began
   * @param took nanoseconds
   * @param inFlight calls in flight when this one began, itself included
   * @param throttled whether the model throttled it
   */
  synchronized void onSample(long began, long took, int inFlight, boolean throttled) {
    if (!throttled) {
      durations.add(took);
    }
    // What began before the last fall says nothing of the limit since: a burst of throttles from
    // one overload is one signal.
    if (everFell && began - fellAt < 0) {
      return;
    }
    if (throttled) {
      fall(began + took);
    } else {
      rise(inFlight);
    }
  }

  private void fall(long now) {
    rest = exact > 1 ? 0 : Math.min(LONGEST_REST, Math.max(FIRST_REST, 2 * rest));
    exact = Math.max(1, exact * FALL);
    everFell = true;
    fellAt = now;
  }

  private void rise(int inFlight) {
    rest = 0;
    // A limit that is not reached has not been tried.
    if (2 * inFlight >= exact) {
      exact = Math.min(max, exact + 1 / exact);
    }
  }

  /** Calls that may be in flight, 1 to the maximum. */
  synchronized int getLimit() {
    return (int) exact;
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
    return (long) durations.get();
  }
}
