package dev.caravan.pace;

import dev.caravan.failure.Evidence;
import dev.caravan.failure.Trouble;
import dev.caravan.generation.Prompt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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
 * has its own lane. If the model can't be used or is down, only its own lane pauses.
 */
public final class Lane {

  /** What the lane lets through. */
  public enum State {
    OPEN,
    /** The model has throttled, and the limit is still lower than before. */
    LIMITED,
    /** No call begins for some seconds, because the model throttles even single calls. */
    RESTING,
    /** No call begins until a probe and a trial show that the model works. */
    PAUSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  /** For how long the lane expects a caller that it turned away to try again. */
  private static final Duration COMES_AGAIN = Duration.ofMinutes(1);

  private final String model;
  private final String region;
  private final ThrottleLimit limit;
  private final LongSupplier clock;
  private final Clock wallClock;
  private final LaneProbes probes;
  private final LanePause pause;
  private final Evidence evidence = new Evidence();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int inFlight;
  private int callers;
  private int waiting;
  private boolean waitingEnded;
  private OptionalLong begunAt = OptionalLong.empty();
  private OptionalLong queueUsedAt = OptionalLong.empty();
  private OptionalLong turnedAwayAt = OptionalLong.empty();

  Lane(String model, String region, ThrottleLimit limit, LongSupplier clock) {
    this(model, region, limit, clock, Clock.systemUTC(), LaneProbes.usual());
  }

  /**
   * @param clock nanoseconds, as {@link System#nanoTime}
   * @param probes asks the model while the lane is paused
   */
  Lane(
      String model,
      String region,
      ThrottleLimit limit,
      LongSupplier clock,
      Clock wallClock,
      LaneProbes probes) {
    this.model = model;
    this.region = region;
    this.limit = limit;
    this.clock = clock;
    this.wallClock = wallClock;
    this.probes = probes;
    this.pause = probes.newPause();
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
      while (isTakingPrompts() && mustWait() && !waitingEnded && left > 0) {
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

  private boolean isTakingPrompts() {
    return pause.isOpen() || pause.isTrialFree();
  }

  private boolean isFull() {
    return !isTakingPrompts()
        || inFlight >= limit.getLimit()
        || limit.restLeft(clock.getAsLong()) > 0;
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
    return new Permit(this, now, inFlight, ofQueue, pause.take());
  }

  /** Each permit calls this once. */
  void end(Permit permit, Permit.Outcome outcome) {
    lock.lock();
    try {
      inFlight--;
      callers -= permit.ofQueue() ? 0 : 1;
      if (permit.isTrial()) {
        // Has no effect if the trial has been judged.
        pause.putBack();
      }
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
      if (!pause.isOpen()) {
        // The trial is one prompt, from the queue or from a caller.
        return pause.isTrialFree() || pause.isOnTrial() && callers == 0 ? 1 : 0;
      }
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

  /** A prompt succeeded. If it was the trial, the lane opens. */
  void succeeded(Prompt prompt, Permit permit) {
    evidence.succeeded(prompt, wallClock.instant());
    answered(permit);
  }

  /** The model works, although this prompt has no result. If it was the trial, the lane opens. */
  void answered(Permit permit) {
    lock.lock();
    try {
      if (permit.isTrial() && pause.isOnTrial()) {
        open();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Opens the lane if it is paused, for example because its model's entry has changed. */
  void reopen() {
    evidence.clear();
    lock.lock();
    try {
      if (!pause.isOpen()) {
        open();
      }
    } finally {
      lock.unlock();
    }
  }

  private void open() {
    Instant since = pause.paused().orElseThrow().since();
    pause.open();
    changed.signalAll();
    LOG.info(
        "{} ({}) takes prompts again after {}.",
        model,
        region,
        Duration.between(since, wallClock.instant()));
  }

  /** Takes no prompts until a trial succeeds. */
  void pause(Trouble trouble, Permit permit) {
    lock.lock();
    try {
      Instant now = wallClock.instant();
      if (pause.begin(trouble, now)) {
        LOG.error(
            "{} ({}) is paused: {}: {}: {} It resumes by itself when the cause is over.",
            model,
            region,
            trouble.reason(),
            trouble.code(),
            trouble.message());
      } else if (permit.isTrial() && pause.isOnTrial()) {
        pause.failed(trouble, now);
        LOG.debug("{} ({}) is still paused: {}", model, region, trouble);
      } else {
        return;
      }
      // Prompts that wait for a place must not wait for the end of the pause.
      changed.signalAll();
      probes.schedule(this, pause.untilProbe(now));
    } finally {
      lock.unlock();
    }
  }

  boolean awaitsProbe() {
    lock.lock();
    try {
      return !pause.isOpen() && !pause.isTrialFree() && !pause.isOnTrial();
    } finally {
      lock.unlock();
    }
  }

  /**
   * The probe was answered.
   *
   * @param still what is certainly still wrong; empty if nothing is
   */
  void probed(Optional<Trouble> still) {
    lock.lock();
    try {
      Instant now = wallClock.instant();
      pause.probed(still, now);
      if (still.isPresent()) {
        LOG.debug("{} ({}) is still paused: {}", model, region, still.get());
        probes.schedule(this, pause.untilProbe(now));
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Evidence evidence() {
    return evidence;
  }

  /** Why the lane takes no prompts, except for a trial; empty if it is open. */
  public Optional<PausedLane> paused() {
    lock.lock();
    try {
      return pause.paused();
    } finally {
      lock.unlock();
    }
  }

  /** True if no prompt may begin a call, not even as a trial. */
  boolean isClosed() {
    lock.lock();
    try {
      return !isTakingPrompts();
    } finally {
      lock.unlock();
    }
  }

  /** The time until the model is asked again, in whole seconds, from 1. */
  Duration untilProbe() {
    lock.lock();
    try {
      long millis = pause.untilProbe(wallClock.instant()).toMillis();
      return Duration.ofSeconds(Math.max(1, (millis + 999) / 1000));
    } finally {
      lock.unlock();
    }
  }

  public State state() {
    lock.lock();
    try {
      if (!pause.isOpen()) {
        return State.PAUSED;
      }
      if (limit.restLeft(clock.getAsLong()) > 0) {
        return State.RESTING;
      }
      return limit.isLowered() ? State.LIMITED : State.OPEN;
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
