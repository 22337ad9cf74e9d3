package dev.caravan.queue;

import java.util.ArrayDeque;
import java.util.Deque;

/** The messages of one lane that this process holds. Guarded by {@link Leases}. */
final class LaneLines {

  final String name;

  /** The lines whose first message may start; the first line is next. */
  final Deque<MessageLine> turn = new ArrayDeque<>();

  /** Messages in progress. */
  int working;

  /** Messages that wait for a worker or for room, without those that wait for a next attempt. */
  int waiting;

  /** When the last message arrived or started. */
  long usedAt;

  final Suspects suspects = new Suspects();

  /** Whether the lane is in the turn of the lanes. */
  boolean isListed;

  LaneLines(String name) {
    this.name = name;
  }
}
