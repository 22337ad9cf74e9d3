package dev.caravan.pace;

import java.time.Duration;

/**
 * How many calls of one model may be in flight, and how far apart the queue's calls begin, learned
 * only from throttling. Latency is not used, because an image takes 5 to 12 s whether the model is
 * busy or not.
 *
 * <p>Both follow from one number, the load: the calls in flight on average. Below 1 it is the share
 * of the time in which a call runs, so that quotas of a few calls a minute are learned as well. A
 * quota may be a number of calls at once or a rate. So once the model has throttled, the queue's
 * calls begin evenly spaced; otherwise two calls would begin in the same moment, and the model
 * would throttle one of them only for that.
 *
 * <p>A throttle lowers the load. Answers raise it quickly up to the load at which the model
 * throttled last, and slowly from there on, so that the model throttles once or twice a minute.
 *
 * <p>This is a function of its samples; it uses no clock and no thread. Times are of {@link
 * System#nanoTime}.
 */
final class ThrottleLimit {

  private static final double FALL = 0.9;

  /** The fall at throttles in a row at a load below 1, where each one is followed by a rest. */
  private static final double FALL_AT_REST = 0.95;

  /** The part of the last throttled load below which a single throttle lowers the load little. */
  private static final double WELL_BELOW = 0.95;

  private static final double FALL_AT_MEETING = 0.98;

  /** The part of the last throttled load up to which the load rises quickly. */
  private static final double KNOWN = 0.85;

  private static final double QUICK_RISE = 0.15;

  /** The part by which the load rises in a minute near the last throttled load. */
  private static final double SLOW_RISE = 0.15;

  /** Answers that count as a minute if the model takes fewer in a minute. */
  private static final double FEWEST = 2.5;

  /** The part of an even interval that is kept between calls. */
  private static final double APART = 0.95;

  /** How far calls in flight may exceed their average; an image takes up to 1.4 times the mean. */
  private static final double SPREAD = 1.5;

  /**
   * The part of a call's usual duration over which callers in line begin, if all places are free.
   */
  private static final double BURST = 0.1;

  private static final long SHORTEST_SPACING = Duration.ofMillis(1).toNanos();
  private static final double REST = 0.1;
  private static final double REST_OF_QUEUE = 0.5;
  private static final long SHORT_REST = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_REST = Duration.ofSeconds(15).toNanos();
  private static final long LONGEST_INTERVAL = Duration.ofSeconds(75).toNanos();
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  /** The assumed duration of a call before any call was answered. */
  private static final long ASSUMED = Duration.ofSeconds(5).toNanos();

  private final RecentAverage durations = new RecentAverage();
  private final int max;
  private double load;

  /** The highest load before the falls; 0 if the model never throttled. */
  private double peak;

  /** The load at the first throttle of the last row of throttles, lowered by meetings. */
  private double throttledAt;

  /** The most calls in flight with which one was answered, as far as it fits the load. */
  private int proven;

  private boolean everFell;
  private long fellAt;
  private int throttlesInARow;
  private int answersSince;
  private long rest;

  /**
   * @param start calls in flight before anything is learned; at most {@code max}
   * @param max 1 or more
   */
  ThrottleLimit(int start, int max) {
    this.max = max;
    this.load = Math.min(start, max);
  }

  /**
   * Learns from a call that has ended.
   *
   * @param began when the call began
   * @param took nanoseconds
   * @param inFlight calls in flight when this one began, including this one
   * @param after nanoseconds from the beginning of the call before it
   * @param throttled whether the model throttled it
   */
  synchronized void onSample(long began, long took, int inFlight, long after, boolean throttled) {
    if (!throttled) {
      durations.add(took);
      proven = Math.max(proven, inFlight);
    }
    // A call that began before the last fall shows nothing about the new limit: a burst of
    // throttles from one overload is one signal.
    if (everFell && began - fellAt < 0) {
      return;
    }
    if (throttled) {
      fall(began + took);
    } else {
      rise(inFlight, after);
    }
  }

  private void fall(long now) {
    peak = Math.max(load, isLowered() ? peak : 0);
    proven = (int) Math.min(proven, Math.ceil(SPREAD * load));
    throttlesInARow++;
    boolean first = throttlesInARow == 1;
    double least = load > 1 ? 1 : Math.min(1, (double) duration() / LONGEST_INTERVAL);
    load = Math.max(least, load * (first ? firstFall() : nextFall()));
    everFell = true;
    fellAt = now;
    answersSince = 0;
    rest = restAfterFall(first);
  }

  /**
   * At a load that the model has taken before, a single throttle says little: the call met that of
   * another instance, or the quota has become smaller.
   */
  private double firstFall() {
    if (load < WELL_BELOW * throttledAt) {
      throttledAt = (throttledAt + load) / 2;
      return FALL_AT_MEETING;
    }
    throttledAt = load;
    return FALL;
  }

  /** After the longest rest, a further throttle shows an outage and not a lower quota. */
  private double nextFall() {
    if (!isOneAtMost()) {
      return FALL;
    }
    return rest < LONGEST_REST ? FALL_AT_REST : 1;
  }

  /** Doubles while throttles follow each other, if not even one call at a time is taken. */
  private long restAfterFall(boolean first) {
    if (!isOneAtMost()) {
      return (long) (REST_OF_QUEUE * interval());
    }
    long least = Math.min(SHORT_REST, interval());
    long wanted = first ? (long) (REST * interval()) : 2 * rest;
    return Math.min(LONGEST_REST, Math.max(least, wanted));
  }

  private void rise(int inFlight, long after) {
    throttlesInARow = 0;
    rest = 0;
    // A limit that is not reached has not been tested.
    if (isUsed(inFlight, after)) {
      answersSince++;
      load = Math.min(max, load + (everFell ? step() : 1 / load));
    }
  }

  private boolean isUsed(int inFlight, long after) {
    boolean hasFewPlacesLeft = 2 * inFlight >= load;
    return everFell ? after <= 2 * interval() || hasFewPlacesLeft && load > 1 : hasFewPlacesLeft;
  }

  private double step() {
    double quick = Math.min(1 / load, QUICK_RISE * load);
    return load < KNOWN * throttledAt ? quick : Math.min(quick, slow());
  }

  /** Grows with the time since the last fall, because the quota may have become larger. */
  private double slow() {
    double answersInAMinute = Math.max(FEWEST, (double) MINUTE / Math.max(1, interval()));
    double minutes = answersSince / answersInAMinute;
    return SLOW_RISE * load / answersInAMinute * (1 + minutes * minutes);
  }

  private boolean isOneAtMost() {
    return load <= 1;
  }

  private long duration() {
    double usual = durations.get();
    return usual == 0 ? ASSUMED : (long) usual;
  }

  /** Nanoseconds between calls that begin evenly at this load. */
  synchronized long interval() {
    return (long) (duration() / load);
  }

  /** Nanoseconds between two callers who leave the line; 0 if calls are too short for a spacing. */
  synchronized long spacingInLine() {
    long spacing = (long) (BURST * durations.get() / getLimit());
    return spacing < SHORTEST_SPACING ? 0 : spacing;
  }

  /** Maximum number of calls in flight now, from 1 to the maximum. */
  synchronized int getLimit() {
    if (!everFell) {
      return (int) load;
    }
    int mostSeen = (int) Math.min(proven, Math.ceil(SPREAD * load));
    return Math.min(max, Math.max((int) Math.ceil(load), mostSeen));
  }

  /** True if the load has fallen and has not come back to what it was. */
  synchronized boolean isLowered() {
    return everFell && load < peak;
  }

  /**
   * Nanoseconds until any call may begin; 0 if one may begin now. Only at a load of 1 or less does
   * a throttle delay all calls.
   */
  synchronized long restLeft(long now) {
    return rest == 0 || !isOneAtMost() ? 0 : Math.max(0, fellAt + rest - now);
  }

  /**
   * Nanoseconds until the queue may begin its next call; 0 if it may begin now. After a throttle it
   * tries again sooner than after an answered call.
   *
   * @param lastBegan when the last call began
   */
  synchronized long queueWait(long lastBegan, long now) {
    if (!everFell) {
      return 0;
    }
    boolean isFirstAfterFall = rest > 0 && lastBegan - fellAt <= 0;
    long next = isFirstAfterFall ? fellAt + rest : lastBegan + (long) (APART * interval());
    return Math.max(0, next - now);
  }
}
