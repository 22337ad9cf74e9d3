package dev.caravan.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Fetched messages that wait for a worker, oldest first. Of a FIFO group one is out at a time, so
 * that its order is kept although many workers run. Not thread-safe; {@link Leases} guards it.
 */
final class ReadyMessages {

  private final Deque<Lease> waiting = new ArrayDeque<>();
  private final Set<String> busyGroups = new HashSet<>();

  void add(Lease lease) {
    waiting.addLast(lease);
  }

  /** Up to so many that may be worked on now. */
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

  /** The group's next message may go. */
  void finished(Lease lease) {
    busyGroups.remove(lease.group());
  }

  /**
   * A message of the group failed: those behind it must not overtake it, so they are given back.
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

  /** True where {@link #take} would find something. */
  boolean isAnyFree() {
    return waiting.stream()
        .anyMatch(lease -> lease.group() == null || !busyGroups.contains(lease.group()));
  }

  int size() {
    return waiting.size();
  }
}
