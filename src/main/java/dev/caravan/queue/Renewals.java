package dev.caravan.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeNameForSends;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Sends messages again before SQS has delivered them too often. The new message has the same
 * generation, attributes and group, and no receives.
 */
final class Renewals {

  /** SQS's limit for a message's own attributes. */
  private static final int MOST_ATTRIBUTES = 10;

  /** SQS's longest delay of a message. */
  private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  // SQS's old limit for a batch, which many queues still have.
  private static final int BATCH_BYTES = 262_144;

  private final SqsClient sqs;
  private final QueueSettings settings;
  private final UnaryOperator<Message> body;

  /**
   * @param body makes the message whose body contains the id of its generation
   */
  Renewals(SqsClient sqs, QueueSettings settings, UnaryOperator<Message> body) {
    this.sqs = sqs;
    this.settings = settings;
    this.body = body;
  }

  /**
   * Sends up to ten messages in one call.
   *
   * @return those that SQS refused, with the index as id
   */
  List<BatchResultErrorEntry> send(List<Settlement> renewed) {
    List<SendMessageBatchRequestEntry> entries =
        IntStream.range(0, renewed.size())
            .mapToObj(at -> entry(String.valueOf(at), renewed.get(at)))
            .toList();
    return sqs.sendMessageBatch(send -> send.queueUrl(settings.url()).entries(entries)).failed();
  }

  /** Splits the messages into groups that fit into one call. */
  static List<List<Settlement>> batches(List<Settlement> all) {
    List<List<Settlement>> batches = new ArrayList<>();
    List<Settlement> batch = new ArrayList<>();
    int bytes = 0;
    for (Settlement one : all) {
      int more = bytes(one.lease().message);
      if (!batch.isEmpty() && (batch.size() == QueueSettings.BATCH || bytes + more > BATCH_BYTES)) {
        batches.add(batch);
        batch = new ArrayList<>();
        bytes = 0;
      }
      batch.add(one);
      bytes += more;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private static int bytes(Message message) {
    // The new body can be a little longer; a batch that is too large is refused as a whole.
    int bytes = message.body().getBytes(StandardCharsets.UTF_8).length + 512;
    for (Map.Entry<String, MessageAttributeValue> entry : message.messageAttributes().entrySet()) {
      MessageAttributeValue value = entry.getValue();
      bytes += 4 * (entry.getKey().length() + value.dataType().length());
      bytes += value.stringValue() == null ? 0 : 4 * value.stringValue().length();
      bytes += value.binaryValue() == null ? 0 : value.binaryValue().asByteArrayUnsafe().length;
    }
    return bytes;
  }

  private SendMessageBatchRequestEntry entry(String id, Settlement renewed) {
    Lease lease = renewed.lease();
    Message message = body.apply(lease.message);
    SendMessageBatchRequestEntry.Builder entry =
        SendMessageBatchRequestEntry.builder()
            .id(id)
            .messageBody(message.body())
            .messageAttributes(attributes(message));
    String trace = message.attributes().get(MessageSystemAttributeName.AWS_TRACE_HEADER);
    if (trace != null) {
      entry.messageSystemAttributes(
          Map.of(
              MessageSystemAttributeNameForSends.AWS_TRACE_HEADER,
              MessageSystemAttributeValue.builder().dataType("String").stringValue(trace).build()));
    }
    if (lease.group() != null) {
      entry.messageGroupId(lease.group());
    }
    if (settings.isFifo()) {
      // SQS drops a repeated deduplication id silently, and takes no delay for a single message.
      entry.messageDeduplicationId(UUID.randomUUID().toString());
    } else {
      entry.delaySeconds(
          (int) Math.min(LONGEST_DELAY.toSeconds(), renewed.visibility().toSeconds()));
    }
    return entry.build();
  }

  private static Map<String, MessageAttributeValue> attributes(Message message) {
    Map<String, MessageAttributeValue> attributes = new HashMap<>(message.messageAttributes());
    long firstSent = FirstSent.of(message);
    boolean fits =
        attributes.size() < MOST_ATTRIBUTES || attributes.containsKey(FirstSent.ATTRIBUTE);
    if (firstSent != Long.MAX_VALUE && fits) {
      attributes.put(FirstSent.ATTRIBUTE, FirstSent.attribute(firstSent));
    }
    return attributes;
  }
}
