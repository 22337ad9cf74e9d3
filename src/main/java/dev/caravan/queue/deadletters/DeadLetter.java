package dev.caravan.queue.deadletters;

import dev.caravan.generation.Prompt;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * One message of the dead-letter queue, as it was read.
 *
 * @param message as SQS gave it out
 * @param id the generation's; null where the message is foreign
 * @param reason a {@link dev.caravan.generation.Reason}, {@value #RECEIVE_LIMIT} or {@value
 *     #FOREIGN}
 * @param detail what was wrong; null where nobody said
 * @param failedAt in ISO 8601, as the envelope has it; null without envelope
 * @param attempts receives before it was given up; null without envelope
 * @param body of the message that failed, as it was sent
 * @param attributes of the message that failed
 * @param prompt what the body asks for; empty where this version can't read it either
 */
public record DeadLetter(
    Message message,
    Origin origin,
    String id,
    String reason,
    String detail,
    String failedAt,
    Integer attempts,
    String model,
    String body,
    Map<String, MessageAttributeValue> attributes,
    Optional<Prompt> prompt) {

  /** SQS moved it, because it was received too often; it has no envelope that says why. */
  public static final String RECEIVE_LIMIT = "RECEIVE_LIMIT";

  /** No prompt of ours, or one that only a later version understands; it is left alone. */
  public static final String FOREIGN = "FOREIGN";

  /** How a message came to lie here. */
  public enum Origin {
    ENVELOPE,
    MOVED_BY_SQS,
    FOREIGN
  }

  static DeadLetter foreign(Message message, String why) {
    return new DeadLetter(
        message,
        Origin.FOREIGN,
        null,
        FOREIGN,
        why,
        null,
        null,
        null,
        message.body(),
        message.messageAttributes(),
        Optional.empty());
  }

  public boolean isForeign() {
    return origin == Origin.FOREIGN;
  }

  public String messageId() {
    return message.messageId();
  }

  /** When SQS took it in: the envelope, or the message that it moved. */
  public Optional<Instant> sentAt() {
    return Optional.ofNullable(message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP))
        .map(Long::valueOf)
        .map(Instant::ofEpochMilli);
  }
}
