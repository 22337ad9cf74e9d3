package dev.caravan.queue;

import dev.caravan.failure.Sender;
import java.util.HashMap;
import java.util.Map;
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
    /** Waits for a worker, for room in its lane, or for its next attempt. */
    READY,
    /** A route works on it. */
    WORKING,
    /** Finished by the route, and leased until it is deleted. */
    DELETING,
    /** Being given back, and no longer extended. */
    RETURNING
  }

  final Message message;
  final String lane;

  /** Whether the order of the message's group must be kept, as on a FIFO queue. */
  final boolean isOrdered;

  /** The {@link MessageLine} that the message belongs to. */
  final String line;

  /** Who sent the message ({@link Sender}); null if that is not known. */
  final String sender;

  /** Whether a model call for this message has failed, perhaps because of the message. */
  boolean isBlamed;

  final int characters;
  final long receivedAt;
  long expiresAt;
  State state = State.READY;

  /** Failed attempts since the message was received. */
  int failures;

  /** The time before which a failed message is not tried again. */
  long dueAt;

  /** Whether the message waits for {@link #dueAt}. */
  boolean isPutOff;

  /** Whether the message is handed out next, whatever its lane's state. */
  boolean isUrgent;

  /** Whether the message has been urgent; this happens only once. */
  boolean wasUrgent;

  /**
   * @param isFifo whether the message comes from a FIFO queue
   */
  Lease(Message message, String lane, boolean isFifo, long receivedAt, long expiresAt) {
    this.message = message;
    this.lane = lane;
    this.isOrdered = isFifo && group() != null;
    this.line = isOrdered ? group() : group() == null ? lane : lane + '\n' + group();
    this.sender =
        Sender.of(group(), message.attributes().get(MessageSystemAttributeName.SENDER_ID));
    this.characters = message.body() == null ? 0 : message.body().length();
    this.receivedAt = receivedAt;
    this.dueAt = receivedAt;
    this.expiresAt = expiresAt;
  }

  String handle() {
    return message.receiptHandle();
  }

  /** When the message was first sent; {@link Long#MAX_VALUE} if that is unknown. */
  long firstSentMillis() {
    return FirstSent.of(message);
  }

  /** How often SQS has delivered the message, from 1. */
  int receiveCount() {
    String count = message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
    return count == null ? 1 : Integer.parseInt(count);
  }

  /** How often the message was tried, from 1: its receives and the attempts that failed here. */
  int attempts() {
    return receiveCount() + failures;
  }

  /** The message for its route. The receive count includes the attempts that failed here. */
  Message toBeTried() {
    if (failures == 0) {
      return message;
    }
    Map<MessageSystemAttributeName, String> attributes = new HashMap<>(message.attributes());
    attributes.put(
        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, String.valueOf(attempts()));
    return message.toBuilder().attributes(attributes).build();
  }

  /** The message's group; null if it has none. It defines an order on FIFO queues only. */
  String group() {
    return message.attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID);
  }
}
