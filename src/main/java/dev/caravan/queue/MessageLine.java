package dev.caravan.queue;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Messages that are handed out in their order: a group of a FIFO queue, or the messages of one
 * caller in one lane of a standard queue. Guarded by {@link Leases}.
 */
final class MessageLine {

  final String key;
  final Deque<Lease> messages = new ArrayDeque<>();

  /** The lane in which the messages are counted as waiting; null if they are not. */
  LaneLines lane;

  /** Whether the line is in its lane's turn. */
  boolean isListed;

  /** A message of this FIFO group is in progress, or waits for its next attempt. */
  boolean isHeldUp;

  /** Whether the line stays when it is empty, because messages without a group use it often. */
  final boolean isKept;

  MessageLine(String key, boolean isKept) {
    this.key = key;
    this.isKept = isKept;
  }
}
