package dev.caravan.routes.reload.live;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The routes between two reloads. A prompt stays in the edition in which it arrived, so it never
 * passes through one route from before a change and another from after it.
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
   * @return false if this edition is closed
   */
  boolean enter() {
    return inFlight.getAndUpdate(count -> count == CLOSED ? CLOSED : count + 1) != CLOSED;
  }

  void leave() {
    inFlight.decrementAndGet();
  }

  /**
   * Closes this edition for good, if no prompt is in it.
   *
   * @return true if it is closed
   */
  boolean close() {
    return inFlight.get() == CLOSED || inFlight.compareAndSet(0, CLOSED);
  }
}
