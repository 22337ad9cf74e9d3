package dev.caravan.routes.reload.live;

import java.util.ArrayDeque;
import java.util.Deque;

/** The current edition, which new prompts enter, and older ones that still contain prompts. */
final class Editions {

  private final Deque<Edition> before = new ArrayDeque<>();
  private volatile Edition current = new Edition(0);

  /**
   * Enters the current edition with a new prompt. The caller must leave it when the prompt ends.
   */
  Edition enter() {
    Edition entered = current;
    while (!entered.enter()) {
      entered = current;
    }
    return entered;
  }

  /** The number of the edition after this one. */
  long next() {
    return current.number() + 1;
  }

  /** Makes the next edition current. At this instant, all routes change. */
  synchronized void turn() {
    before.add(current);
    current = new Edition(next());
  }

  /** The number of the oldest edition that may still contain a prompt. */
  synchronized long oldest() {
    while (!before.isEmpty() && before.peek().close()) {
      before.remove();
    }
    return before.isEmpty() ? current.number() : before.peek().number();
  }
}
