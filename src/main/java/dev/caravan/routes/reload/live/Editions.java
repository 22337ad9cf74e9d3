package dev.caravan.routes.reload.live;

import java.util.ArrayDeque;
import java.util.Deque;

/** The edition that new prompts get, and those before it that prompts are still in. */
final class Editions {

  private final Deque<Edition> before = new ArrayDeque<>();
  private volatile Edition current = new Edition(0);

  /** The edition for a prompt that comes in now; it must leave it. */
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

  /** From now on prompts get the next one: every route changes at this instant. */
  synchronized void turn() {
    before.add(current);
    current = new Edition(next());
  }

  /** The oldest edition that a prompt may still be in. */
  synchronized long oldest() {
    while (!before.isEmpty() && before.peek().close()) {
      before.remove();
    }
    return before.isEmpty() ? current.number() : before.peek().number();
  }
}
