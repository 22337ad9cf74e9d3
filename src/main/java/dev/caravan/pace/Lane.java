package dev.caravan.pace;

import dev.caravan.failure.AnswerKind;
import dev.caravan.failure.Evidence;
import dev.caravan.failure.Trouble;
import dev.caravan.generation.Prompt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
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

  private final String model;
  private final String region;
  private final ThrottleLimit limit;
  private final LongSupplier clock;
  private final Clock wallClock;
  private final LaneProbes probes;
  private final CallerLine line;
  private final LaneCallers callers;
  private final LanePause pause;
  private final Evidence evidence = new Evidence();
  final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();
  private int inFlight;
  private int inFlightByHttp;
  private volatile BooleanSupplier isHeld = () -> false;
  private boolean waitingEnded;
  private OptionalLong begunAt = OptionalLong.empty();
  private OptionalLong queueUsedAt = OptionalLong.empty();

  Lane(String model, String region, ThrottleLimit limit, LongSupplier clock) {
    this(model, region, limit, clock, Clock.systemUTC(), LaneProbes.usual());
  }

  Lane(
      String model,
      String region,
      ThrottleLimit limit,
      LongSupplier clock,
      Clock wallClock,
      LaneProbes probes) {
    this(
        model,
        region,
        limit,
        clock,
        wallClock,
        probes,
        new CallerLimit(Integer.MAX_VALUE),
        new CallerLine(OptionalInt.empty()));
  }

  /**
   * @param clock nanoseconds, as {@link System#nanoTime}
   * @param probes asks the model while the lane is paused
   * @param callerLimit of all lanes together
   */
  Lane(
      String model,
      String region,
      ThrottleLimit limit,
      LongSupplier clock,
      Clock wallClock,
      LaneProbes probes,
      CallerLimit callerLimit,
      CallerLine line) {
    this.model = model;
    this.region = region;
    this.limit = limit;
    this.clock = clock;
    this.wallClock = wallClock;
    this.probes = probes;
    this.line = line;
    this.callers = new LaneCallers(this, callerLimit, line);
    this.pause = probes.newPause();
  }

  /**
   * Asks for a place for a caller by HTTP, without holding its thread. If none is free and the line
   * has room, the caller waits in line.
   *
   * @param then receives the turn of a caller in line. It runs on any thread and while the lane is
   *     locked, so it must hand the turn over at once.
   */
  Turn ask(Consumer<Turn> then) {
    lock.lock();
    try {
      return callers.ask(then);
    } finally {
      lock.unlock();
    }
  }

  /**
   * @param held while true, no call begins; {@link #letGo} says that it is false again
   */
  void holdWhile(BooleanSupplier held) {
    isHeld = held;
  }

  /** Calls may begin again. */
  void letGo() {
    lock.lock();
    try {
      changed.signalAll();
      callers.advance();
    } finally {
      lock.unlock();
    }
  }

  /** Gives the free places to the callers in line. */
  void advance() {
    lock.lock();
    try {
      callers.advance();
    } finally {
      lock.unlock();
    }
  }

  /** The time for which callers in line waited, although a place was free, is over. */
  void wake() {
    lock.lock();
    try {
      callers.wake();
    } finally {
      lock.unlock();
    }
  }

  /** The call for which a place was held begins now. */
  void begins(Permit permit) {
    lock.lock();
    try {
      begunAt = OptionalLong.of(now());
      permit.begin(now(), inFlight);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a place for a caller that has begun and tries again. It comes before all that wait,
   * because it holds a thread. Empty if none became free in time, or if the lane rests or pauses.
   */
  Optional<Permit> enterAgain(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      return callers.enterAgain(atMost);
    } finally {
      lock.unlock();
    }
  }

  /** Takes a place for a call from HTTP; empty if none is free. */
  Optional<Permit> enterNow() {
    lock.lock();
    try {
      return callers.enterNow();
    } finally {
      lock.unlock();
    }
  }

  /** Takes a place for a call from the queue; empty if the time ran out or waiting was ended. */
  Optional<Permit> enter(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    long ticket = line.addMessage();
    try {
      queueUsedAt = OptionalLong.of(now());
      long left = atMost.toNanos();
      while (isTakingPrompts() && mustWait(ticket) && !waitingEnded && left > 0) {
        long known = Math.max(restLeft(), tooSoonBy());
        long nap = known > 0 ? Math.min(left, known) : left;
        left -= nap - changed.awaitNanos(nap);
      }
      return mustWait(ticket) ? Optional.empty() : Optional.of(begin(true));
    } finally {
      line.removeMessage(ticket);
      callers.advance();
      lock.unlock();
    }
  }

  boolean isTakingPrompts() {
    return pause.isOpen() || pause.isTrialFree();
  }

  boolean isFull() {
    return !isTakingPrompts()
        || inFlight >= limit.getLimit()
        || restLeft() > 0
        || isHeld.getAsBoolean();
  }

  /** True once {@link #endWaiting} was called. */
  boolean isStopped() {
    return waitingEnded;
  }

  /** Nanoseconds until the next call may begin, if the lane rests between calls. */
  long restLeft() {
    return limit.restLeft(now());
  }

  long now() {
    return clock.getAsLong();
  }

  /** Only calls from the queue keep the interval; a call from HTTP needs only a free place. */
  private boolean mustWait(long ticket) {
    return isFull() || tooSoonBy() > 0 || callers.isBefore(ticket);
  }

  /** Nanoseconds until the queue may begin its next call. */
  long tooSoonBy() {
    return begunAt.isEmpty() ? 0 : limit.queueWait(begunAt.getAsLong(), now());
  }

  /** Nanoseconds between two callers who leave the line. */
  long spacingInLine() {
    return limit.spacingInLine();
  }

  Permit begin(boolean ofQueue) {
    inFlight++;
    inFlightByHttp += ofQueue ? 0 : 1;
    long now = now();
    long after = begunAt.isEmpty() ? Long.MAX_VALUE : now - begunAt.getAsLong();
    begunAt = OptionalLong.of(now);
    return new Permit(this, now, inFlight, after, ofQueue, pause.take());
  }

  /** Each permit calls this once. */
  void end(Permit permit, Permit.Outcome outcome) {
    lock.lock();
    try {
      inFlight--;
      inFlightByHttp -= permit.ofQueue() ? 0 : 1;
      if (permit.isTrial()) {
        // Has no effect if the trial has been judged.
        pause.putBack();
      }
      long took = now() - permit.begunAt();
      if (outcome != Permit.Outcome.UNCLEAR) {
        learn(permit, took, outcome == Permit.Outcome.THROTTLED);
      }
      changed.signalAll();
      callers.advance();
    } finally {
      lock.unlock();
    }
  }

  private void learn(Permit permit, long took, boolean throttled) {
    int before = limit.getLimit();
    limit.onSample(permit.begunAt(), took, permit.inFlight(), permit.after(), throttled);
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
          line.messages() + line.size(), limit.interval(), Math.max(restLeft(), tooSoonBy()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many messages are worth working on at once: the places that HTTP has not taken. If a caller
   * waits or was turned away, one place is kept for it; otherwise a backlog would keep every caller
   * out.
   */
  int roomForQueue() {
    lock.lock();
    try {
      if (!pause.isOpen()) {
        // The trial is one prompt, from the queue or from a caller.
        return pause.isTrialFree() || pause.isOnTrial() && inFlightByHttp == 0 ? 1 : 0;
      }
      int most = limit.getLimit();
      int kept = callers.isAwaited() && most > 1 ? 1 : 0;
      // One message may always wait for its turn; otherwise callers would keep the queue out.
      return Math.max(1, most - Math.max(inFlightByHttp, kept));
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

  /**
   * Ends all waiting: from now on {@link #enter} returns at once, with or without a place, and
   * callers get none.
   */
  void endWaiting() {
    lock.lock();
    try {
      waitingEnded = true;
      changed.signalAll();
      callers.advance();
    } finally {
      lock.unlock();
    }
  }

  /** A prompt succeeded. If it was the trial, the lane opens. */
  void succeeded(Prompt prompt, String sender, Permit permit) {
    evidence.succeeded(prompt, sender, wallClock.instant());
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
    callers.advance();
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
            "{} ({}) is paused: {}: {}: {} (It resumes by itself when the cause is over.)",
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
      callers.advance();
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

  /** What other prompts show about an unclear refusal ({@link Evidence#refused}). */
  Evidence.Finding refused(
      Prompt prompt, String sender, AnswerKind answer, Optional<Instant> before) {
    return evidence.refused(prompt, sender, answer, before, wallClock.instant());
  }

  /** How many different prompts failed in this way ({@link Evidence#inARow}). */
  int inARow(Prompt prompt, String sender, String kind) {
    return evidence.inARow(prompt, sender, kind, wallClock.instant());
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
      if (restLeft() > 0) {
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

  /**
   * Calls in flight now, and places held for calls that begin next. Right after the limit has
   * fallen, this can be above the limit.
   */
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
      return line.messages();
    } finally {
      lock.unlock();
    }
  }

  /** Number of callers by HTTP that wait in line. */
  public int inLine() {
    lock.lock();
    try {
      return line.size();
    } finally {
      lock.unlock();
    }
  }

  /** When the first caller in line came; later than any time if none waits. */
  long firstInLineSince() {
    lock.lock();
    try {
      return line.firstSince();
    } finally {
      lock.unlock();
    }
  }
}
