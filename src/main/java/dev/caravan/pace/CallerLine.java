package dev.caravan.pace;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The callers by HTTP that wait for a place in a lane, in the order in which they came, and the
 * order between them and the messages that wait. A caller in line holds no thread. The lane guards
 * this.
 */
final class CallerLine {

  /**
   * A caller in line.
   *
   * @param ticket lower than the tickets of all that came later
   * @param since nanoseconds of the lane's clock
   * @param then receives the caller's turn
   */
  record Waiting(long ticket, long since, Consumer<Turn> then) {

    /** Two callers are never the same one. */
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(ticket);
    }
  }

  private final OptionalInt most;
  private final Deque<Waiting> callers = new ArrayDeque<>();
  private final TreeSet<Long> messages = new TreeSet<>();
  private long tickets;

  /**
   * @param most callers in line; empty for as many as the lane takes calls at once
   */
  CallerLine(OptionalInt most) {
    this.most = most;
  }

  /**
   * @param limit the lane's maximum number of calls in flight now
   * @param free places that callers in line get soon; as many more may wait
   */
  boolean hasRoom(int limit, int free) {
    return callers.size() < most.orElse(limit) + free;
  }

  Waiting add(long now, Consumer<Turn> then) {
    Waiting caller = new Waiting(++tickets, now, then);
    callers.add(caller);
    return caller;
  }

  /** Takes the caller that came first. */
  Waiting next() {
    return callers.remove();
  }

  /** False if the caller is no longer in line. */
  boolean remove(Waiting caller) {
    return callers.remove(caller);
  }

  /** All callers leave the line. */
  void dismiss(Turn turn) {
    while (!callers.isEmpty()) {
      callers.remove().then().accept(turn);
    }
  }

  int size() {
    return callers.size();
  }

  /** When the first caller in line came, in nanoseconds of the lane's clock. */
  long firstSince() {
    return callers.isEmpty() ? Long.MAX_VALUE : callers.peek().since();
  }

  /** A message waits from now on. */
  long addMessage() {
    messages.add(++tickets);
    return tickets;
  }

  void removeMessage(long ticket) {
    messages.remove(ticket);
  }

  int messages() {
    return messages.size();
  }

  /** True if a message waits that came before every caller in line. */
  boolean isMessageFirst() {
    return !messages.isEmpty() && (callers.isEmpty() || messages.first() < callers.peek().ticket());
  }

  /** True if a caller in line came before this message. */
  boolean isCallerBefore(long ticket) {
    return !callers.isEmpty() && callers.peek().ticket() < ticket;
  }
}
