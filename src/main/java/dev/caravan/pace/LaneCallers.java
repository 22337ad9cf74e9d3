package dev.caravan.pace;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The callers by HTTP of one lane: they ask for a place without holding a thread, wait in line, and
 * are admitted one by one. The lane's lock guards this.
 */
final class LaneCallers {

  /** For how long the lane expects a caller that it turned away to try again. */
  private static final Duration COMES_AGAIN = Duration.ofMinutes(1);

  private final Lane lane;
  private final CallerLimit limit;
  private final CallerLine line;
  private OptionalLong turnedAwayAt = OptionalLong.empty();

  /** When the last caller in line got its place. */
  private OptionalLong leftLineAt = OptionalLong.empty();

  /** When {@link #wake} is due; empty if it is not. */
  private OptionalLong wakesAt = OptionalLong.empty();

  /** Callers that have begun and wait to try again. */
  private int again;

  /**
   * @param limit of all lanes together
   */
  LaneCallers(Lane lane, CallerLimit limit, CallerLine line) {
    this.lane = lane;
    this.limit = limit;
    this.line = line;
  }

  /**
   * @param then receives the turn of a caller in line; it runs while the lane is locked
   */
  Turn ask(Consumer<Turn> then) {
    if (lane.isStopped()) {
      return new Turn.Stopping();
    }
    if (!lane.isTakingPrompts()) {
      return new Turn.Paused();
    }
    long now = lane.now();
    if (line.size() == 0 && mayAdmit()) {
      turnedAwayAt = OptionalLong.empty();
      return new Turn.Now(seat(now));
    }
    if (lane.restLeft() == 0 && line.hasRoom(lane.limit(), freePlaces())) {
      CallerLine.Waiting caller = line.add(now, then);
      return new Turn.Later(() -> leave(caller));
    }
    turnedAwayAt = OptionalLong.of(now);
    return new Turn.Refused(AtLimitException.atOnce(lane.retryAfter()));
  }

  /** Whether the next caller gets a place now; if so, it has one of the places for callers. */
  private boolean mayAdmit() {
    return again == 0
        && !lane.isFull()
        // A message that came first has its turn, unless its call would come too soon.
        && !(line.isMessageFirst() && lane.tooSoonBy() == 0)
        && limit.tryTake();
  }

  /** Places that callers in line get soon, one after another. */
  private int freePlaces() {
    return lane.isFull() || !limit.hasRoom() ? 0 : lane.limit() - lane.inFlight();
  }

  private Seat seat(long since) {
    Permit permit = lane.begin(false);
    return new Seat(permit, limit, Duration.ofNanos(permit.begunAt() - since));
  }

  private boolean leave(CallerLine.Waiting caller) {
    lane.lock.lock();
    try {
      return line.remove(caller);
    } finally {
      lane.lock.unlock();
    }
  }

  /** A place for a caller without a seat; empty if none is free. */
  Optional<Permit> enterNow() {
    if (lane.isFull()) {
      turnedAwayAt = OptionalLong.of(lane.now());
      return Optional.empty();
    }
    turnedAwayAt = OptionalLong.empty();
    return Optional.of(lane.begin(false));
  }

  /** A place for a caller that has begun and tries again. */
  Optional<Permit> enterAgain(Duration atMost) throws InterruptedException {
    try {
      again++;
      long left = atMost.toNanos();
      while (lane.isFull()
          && lane.isTakingPrompts()
          && lane.restLeft() == 0
          && !lane.isStopped()
          && left > 0) {
        left = lane.changed.awaitNanos(left);
      }
      return lane.isFull() ? Optional.empty() : Optional.of(lane.begin(false));
    } finally {
      again--;
      lane.changed.signalAll();
      advance();
    }
  }

  /** Gives the free places to the callers in line. Runs after each change of the lane. */
  void advance() {
    if (lane.isStopped()) {
      line.dismiss(new Turn.Stopping());
    }
    while (line.size() > 0 && untilNext() == 0 && mayAdmit()) {
      CallerLine.Waiting next = line.next();
      leftLineAt = OptionalLong.of(lane.now());
      next.then().accept(new Turn.Now(seat(next.since())));
    }
    if (line.size() == 0) {
      return;
    }
    if (!lane.isTakingPrompts()) {
      line.dismiss(new Turn.Paused());
    } else if (lane.restLeft() > 0) {
      wakeAfter(lane.restLeft());
    } else if (!lane.isFull() && untilNext() > 0) {
      wakeAfter(untilNext());
    } else if (!lane.isFull()) {
      // Too many callers are served for another one; a message may go first.
      lane.changed.signalAll();
    }
  }

  /**
   * Nanoseconds until the next caller in line may begin. If many calls end in the same moment, as
   * they do if they began in the same moment, the next callers would all begin at once, and would
   * end at once again.
   */
  private long untilNext() {
    return leftLineAt.isEmpty()
        ? 0
        : Math.max(0, leftLineAt.getAsLong() + lane.spacingInLine() - lane.now());
  }

  private void wakeAfter(long nanos) {
    long at = lane.now() + nanos;
    if (wakesAt.isEmpty() || at - wakesAt.getAsLong() < 0) {
      wakesAt = OptionalLong.of(at);
      CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, Runnable::run)
          .execute(lane::wake);
    }
  }

  /** The time of {@link #wakeAfter} is over. */
  void wake() {
    wakesAt = OptionalLong.empty();
    advance();
    // A message behind the last caller in line may begin now.
    lane.changed.signalAll();
  }

  /** True if a message with this ticket must let a caller go first. */
  boolean isBefore(long ticket) {
    return again > 0 || line.isCallerBefore(ticket) && limit.hasRoom();
  }

  /** True if a caller waits, or was turned away and may come again. */
  boolean isAwaited() {
    return line.size() > 0
        || turnedAwayAt.isPresent()
            && lane.now() - turnedAwayAt.getAsLong() < COMES_AGAIN.toNanos();
  }
}
