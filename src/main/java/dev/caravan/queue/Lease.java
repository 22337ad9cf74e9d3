package dev.caravan.queue;

import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * A received message. It is leased until its visibility timeout ends, and extended before that.
 * Times are of {@link System#nanoTime}, which is immune to clock changes. Guarded by {@link
 * Leases}.
 */
final class Lease {

  /** The stages of a message in this process. */
  enum State {
    /** Fetched, and waiting for a worker. */
    READY,
    /** A route works on it. */
    WORKING,
    /** Finished by the route, and leased until it is deleted. */
    DELETING,
    /** Being given back, and no longer extended. */
    RETURNING
  }

  final Message message;
  final long receivedAt;
  long expiresAt;
  State state = State.READY;

  Lease(Message message, long receivedAt, long expiresAt) {
    this.message = message;
    this.receivedAt = receivedAt;
    this.expiresAt = expiresAt;
  }

  String handle() {
    return message.receiptHandle();
  }

  int receiveCount() {
    String count = message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
    return count == null ? 1 : Integer.parseInt(count);
  }

  /** The message's group; null if the queue is not a FIFO queue. */
  String group() {
    return message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID);
  }
}
