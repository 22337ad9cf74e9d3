package dev.caravan.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Fetched messages that wait for a worker, oldest first. Only one message of a FIFO group is handed
 * out at a time, which keeps the group's order with many workers. Not thread-safe; {@link Leases}
 * guards it.
 */
final class ReadyMessages {

  private final Deque<Lease> waiting = new ArrayDeque<>();
  private final Set<String> busyGroups = new HashSet<>();

  void add(Lease lease) {
    waiting.addLast(lease);
  }

  /** Takes up to this number of messages that may be worked on now. */
  List<Lease> take(int most) {
    List<Lease> taken = new ArrayList<>();
    Iterator<Lease> next = waiting.iterator();
    while (taken.size() < most && next.hasNext()) {
      Lease lease = next.next();
      if (lease.group() == null || busyGroups.add(lease.group())) {
        next.remove();
        taken.add(lease);
      }
    }
    return taken;
  }

  /** Lets the next message of the group go. */
  void finished(Lease lease) {
    busyGroups.remove(lease.group());
  }

  /**
   * Removes the other messages of a group of which one failed. They must not overtake it, so they
   * are given back.
   */
  List<Lease> drainGroup(String group) {
    List<Lease> behind = waiting.stream().filter(lease -> group.equals(lease.group())).toList();
    waiting.removeAll(behind);
    return behind;
  }

  List<Lease> drain() {
    List<Lease> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  void remove(Lease lease) {
    waiting.remove(lease);
  }

  /** True if {@link #take} would return a message. */
  boolean isAnyFree() {
    return waiting.stream()
        .anyMatch(lease -> lease.group() == null || !busyGroups.contains(lease.group()));
  }

  int size() {
    return waiting.size();
  }
}
