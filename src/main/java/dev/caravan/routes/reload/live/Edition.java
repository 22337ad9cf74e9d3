package dev.caravan.routes.reload.live;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The routes as they were between two reloads. A prompt keeps the edition that it came in with, so
 * that it never meets one route from before an edit and another from after it.
 */
final class Edition {

  private static final long CLOSED = -1;

  private final long number;
  private final AtomicLong inFlight = new AtomicLong();

  Edition(long number) {
    this.number = number;
  }

  long number() {
    return number;
  }

  /**
   * @return false where this edition is over
   */
  boolean enter() {
    return inFlight.getAndUpdate(count -> count == CLOSED ? CLOSED : count + 1) != CLOSED;
  }

  void leave() {
    inFlight.decrementAndGet();
  }

  /** Ends it if nothing is in flight in it, for good. */
  boolean close() {
    return inFlight.get() == CLOSED || inFlight.compareAndSet(0, CLOSED);
  }
}
