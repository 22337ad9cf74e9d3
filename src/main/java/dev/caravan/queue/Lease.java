package dev.caravan.queue;

import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * A received message that is ours until its visibility timeout runs out, and is extended before
 * that. Times are of {@link System#nanoTime}, which no clock jump moves. Guarded by {@link Leases}.
 */
final class Lease {

  /** Where the message is. */
  enum State {
    /** Fetched; no worker has it. */
    READY,
    /** Handed to the route. */
    WORKING,
    /** The route is done with it; until it is deleted it stays leased. */
    DELETING,
    /** It is being given back, so it must not be extended any more. */
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

  /** Null on a queue that is not FIFO. */
  String group() {
    return message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID);
  }
}
