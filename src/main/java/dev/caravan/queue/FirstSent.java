package dev.caravan.queue;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * When a message was first sent. SQS counts from the latest send, so a message that is sent again
 * carries the time of its first one in the attribute {@value #ATTRIBUTE}.
 */
public final class FirstSent {

  /** A message attribute of type Number: milliseconds since 1970. */
  public static final String ATTRIBUTE = "CaravanFirstSent";

  private FirstSent() {}

  /**
   * @return milliseconds since 1970; {@link Long#MAX_VALUE} if SQS did not say
   */
  static long of(Message message) {
    return of(
        message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP),
        message.messageAttributes());
  }

  /**
   * @param sentTimestamp SQS's own attribute; null if it is missing
   * @return the earlier of both times, because any sender may write the attribute
   */
  static long of(String sentTimestamp, Map<?, ?> attributes) {
    long sent = millis(sentTimestamp);
    return attributes.get(ATTRIBUTE) instanceof MessageAttributeValue first
        ? Math.min(sent, millis(first.stringValue()))
        : sent;
  }

  /** The attributes of a message that an operator sends again: it waits from now on. */
  public static Map<String, MessageAttributeValue> without(
      Map<String, MessageAttributeValue> attributes) {
    Map<String, MessageAttributeValue> others = new HashMap<>(attributes);
    others.remove(ATTRIBUTE);
    return others;
  }

  /** The attributes of a message that is sent in place of one that was lost. */
  public static Map<String, MessageAttributeValue> since(Instant firstSent) {
    return Map.of(ATTRIBUTE, attribute(firstSent.toEpochMilli()));
  }

  static MessageAttributeValue attribute(long millis) {
    return MessageAttributeValue.builder()
        .dataType("Number")
        .stringValue(String.valueOf(millis))
        .build();
  }

  private static long millis(String text) {
    try {
      long millis = text == null ? -1 : Long.parseLong(text);
      return millis < 0 ? Long.MAX_VALUE : millis;
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
