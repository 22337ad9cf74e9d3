package dev.caravan.pace;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one model in one region: how many are in flight, how many may be, and which prompts
 * wait. Bedrock counts its quotas by account, region and model, so each pair of region and model
 * has its own lane.
 */
public final class Lane {

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /** For how long the lane expects a caller that it turned away to try again. */
  private static final Duration COMES_AGAIN = Duration.ofMinutes(1);

  private final String model;
  private final String region;
  private final ThrottleLimit limit;
  private final LongSupplier clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int inFlight;
  private int callers;
  private int waiting;
  private boolean waitingEnded;
  private OptionalLong begunAt = OptionalLong.empty();
  private OptionalLong queueUsedAt = OptionalLong.empty();
  private OptionalLong turnedAwayAt = OptionalLong.empty();

  /**
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  Lane(String model, String region, ThrottleLimit limit, LongSupplier clock) {
    this.model = model;
    this.region = region;
    this.limit = limit;
    this.clock = clock;
  }

  /** Takes a place for a call from HTTP; empty if none is free, because callers do not wait. */
  Optional<Permit> enterNow() {
    lock.lock();
    try {
      if (isFull()) {
        turnedAwayAt = OptionalLong.of(clock.getAsLong());
        return Optional.empty();
      }
      turnedAwayAt = OptionalLong.empty();
      return Optional.of(begin(false));
    } finally {
      lock.unlock();
    }
  }

  /** Takes a place for a call from the queue; empty if the time ran out or waiting was ended. */
  Optional<Permit> enter(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      queueUsedAt = OptionalLong.of(clock.getAsLong());
      waiting++;
      long left = atMost.toNanos();
      while (mustWait() && !waitingEnded && left > 0) {
        long known = Math.max(limit.restLeft(clock.getAsLong()), tooSoonBy());
        long nap = known > 0 ? Math.min(left, known) : left;
        left -= nap - changed.awaitNanos(nap);
      }
      return mustWait() ? Optional.empty() : Optional.of(begin(true));
    } finally {
      waiting--;
      lock.unlock();
    }
  }

  private boolean isFull() {
    return inFlight >= limit.getLimit() || limit.restLeft(clock.getAsLong()) > 0;
  }

  /** Only calls from the queue keep the interval; a call from HTTP needs only a free place. */
  private boolean mustWait() {
    return isFull() || tooSoonBy() > 0;
  }

  /** Nanoseconds until the queue may begin its next call, counted from the last call's start. */
  private long tooSoonBy() {
    return begunAt.isEmpty()
        ? 0
        : Math.max(0, begunAt.getAsLong() + limit.apart() - clock.getAsLong());
  }

  private Permit begin(boolean ofQueue) {
    inFlight++;
    callers += ofQueue ? 0 : 1;
    long now = clock.getAsLong();
    begunAt = OptionalLong.of(now);
    return new Permit(this, now, inFlight, ofQueue);
  }

  /** Each permit calls this once. */
  void end(Permit permit, Permit.Outcome outcome) {
    lock.lock();
    try {
      inFlight--;
      callers -= permit.ofQueue() ? 0 : 1;
      long took = clock.getAsLong() - permit.begunAt();
      if (outcome != Permit.Outcome.UNCLEAR) {
        learn(permit, took, outcome == Permit.Outcome.THROTTLED);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void learn(Permit permit, long took, boolean throttled) {
    int before = limit.getLimit();
    limit.onSample(permit.begunAt(), took, permit.inFlight(), throttled);
    int after = limit.getLimit();
    if (after < before) {
      LOG.info("{} ({}) throttles: at most {} calls at once now.", model, region, after);
    } else if (after > before) {
      LOG.debug("{} ({}): at most {} calls at once now.", model, region, after);
    }
  }

  /** The estimated time until one more place is free, in whole seconds. */
  Duration retryAfter() {
    lock.lock();
    try {
      return TurnTime.after(
          waiting, limit.usual(), limit.getLimit(), limit.restLeft(clock.getAsLong()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many messages are worth working on at once: the places that HTTP has not taken. If a caller
   * was turned away, one place is kept for it; otherwise a backlog would keep every caller out.
   */
  int roomForQueue() {
    lock.lock();
    try {
      int most = limit.getLimit();
      boolean awaited =
          turnedAwayAt.isPresent()
              && clock.getAsLong() - turnedAwayAt.getAsLong() < COMES_AGAIN.toNanos();
      // One message may always wait for its turn; otherwise callers would keep the queue out.
      return Math.max(1, most - Math.max(callers, awaited && most > 1 ? 1 : 0));
    } finally {
      lock.unlock();
    }
  }

  /** When the queue last asked for a place; empty if it never did. */
  OptionalLong queueUsedAt() {
    lock.lock();
    try {
      return queueUsedAt;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all waiting: from now on {@link #enter} returns at once, with or without a place. */
  void endWaiting() {
    lock.lock();
    try {
      waitingEnded = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The catalogue's id. */
  public String model() {
    return model;
  }

  public String region() {
    return region;
  }

  /** Maximum number of calls in flight now. */
  public int limit() {
    return limit.getLimit();
  }

  /** Calls in flight now. Right after the limit has fallen, this can be above the limit. */
  public int inFlight() {
    lock.lock();
    try {
      return inFlight;
    } finally {
      lock.unlock();
    }
  }

  /** Number of prompts from the queue that wait for a place. */
  public int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }
}
