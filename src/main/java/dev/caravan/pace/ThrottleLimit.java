package dev.caravan.pace;

import java.time.Duration;

/**
 * How many calls of one model may be in flight, learned only from throttling. The limit rises by
 * one per round of calls if it is really used, and falls by a factor when the model throttles.
 * Latency is not used, because an image takes 5 to 12 s whether the model is busy or not. At a
 * limit of one call it can't fall further; then it rests between calls, for longer and longer, and
 * each call is a probe that shows whether the limit may rise again.
 *
 * <p>Once the model has throttled, calls are spaced, because its quota may be a rate: otherwise two
 * calls would begin at the same moment when one call ends and the limit rises, and the model would
 * throttle one of them only for that.
 *
 * <p>This is a function of its samples; it uses no clock and no thread. Times are of {@link
 * System#nanoTime}.
 */
final class ThrottleLimit {

  private static final double FALL = 0.8;
  private static final long FIRST_REST = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_REST = Duration.ofSeconds(15).toNanos();

  /**
   * The part of an even interval that is kept between calls; less than 1, so that calls that are
   * shorter than usual lose no throughput.
   */
  private static final double APART = 0.75;

  private final RecentAverage durations = new RecentAverage();
  private final int max;
  private double exact;
  private double beforeFall;
  private boolean everFell;
  private long fellAt;
  private long rest;

  /**
   * @param start calls in flight before anything is learned; at most {@code max}
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
   * @param inFlight calls in flight when this one began, including this one
   * @param throttled whether the model throttled it
   */
  synchronized void onSample(long began, long took, int inFlight, boolean throttled) {
    if (!throttled) {
      durations.add(took);
    }
    // A call that began before the last fall shows nothing about the new limit: a burst of
    // throttles from one overload is one signal.
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
    beforeFall = Math.max(exact, isLowered() ? beforeFall : 0);
    rest = exact > 1 ? 0 : Math.min(LONGEST_REST, Math.max(FIRST_REST, 2 * rest));
    exact = Math.max(1, exact * FALL);
    everFell = true;
    fellAt = now;
  }

  private void rise(int inFlight) {
    rest = 0;
    // A limit that is not reached has not been tested.
    if (2 * inFlight >= exact) {
      exact = Math.min(max, exact + 1 / exact);
    }
  }

  /** Maximum number of calls in flight now, from 1 to the maximum. */
  synchronized int getLimit() {
    return (int) exact;
  }

  /** True if the limit has fallen and has not come back to what it was. */
  synchronized boolean isLowered() {
    return everFell && exact < beforeFall;
  }

  /** Nanoseconds until the next call may begin; 0 if it may begin now. */
  synchronized long restLeft(long now) {
    return rest == 0 ? 0 : Math.max(0, fellAt + rest - now);
  }

  /** Nanoseconds between the starts of two calls; 0 if the model has never throttled. */
  synchronized long apart() {
    return everFell ? (long) (APART * usual() / (int) exact) : 0;
  }

  /**
   * The recent average duration of answered calls in nanoseconds; 0 if no call was answered yet.
   */
  synchronized long usual() {
    return (long) durations.get();
  }
}
