package dev.caravan.queue.deadletters;

import dev.caravan.queue.FirstSent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** Sends redriven messages to the queue of prompts. */
public final class PromptQueue {

  // SQS's limits for a batch; the second one is the old default, which many queues still have.
  private static final int BATCH = 10;
  private static final int BATCH_BYTES = 262_144;

  /** A letter and the message that is sent for it. */
  record Outgoing(DeadLetter letter, RedrivenBody body) {

    int bytes() {
      int bytes = body.text().getBytes(StandardCharsets.UTF_8).length;
      for (Map.Entry<String, MessageAttributeValue> entry : letter.attributes().entrySet()) {
        MessageAttributeValue value = entry.getValue();
        bytes += 4 * (entry.getKey().length() + value.dataType().length());
        bytes +=
            value.binaryValue() == null
                ? value.stringValue().getBytes(StandardCharsets.UTF_8).length
                : value.binaryValue().asByteArrayUnsafe().length;
      }
      return bytes;
    }
  }

  /**
   * Why a message was not sent.
   *
   * @param certain false if SQS's answer was lost, so that the message may have been sent
   */
  record NotSent(String why, boolean certain) {}

  private final SqsConnection sqs;
  private final String url;

  public PromptQueue(SqsConnection sqs, String url) {
    this.sqs = sqs;
    this.url = url;
  }

  /**
   * @return the messages that were not sent, by the MessageId of their letter
   */
  Map<String, NotSent> send(List<Outgoing> all) {
    Map<String, NotSent> failed = new HashMap<>();
    for (int from = 0; from < all.size(); ) {
      int to = endOfBatch(all, from);
      send(all.subList(from, to), failed);
      from = to;
    }
    return failed;
  }

  static int endOfBatch(List<Outgoing> all, int from) {
    int bytes = 0;
    int to = from;
    while (to < all.size() && to - from < BATCH) {
      bytes += all.get(to).bytes();
      if (bytes > BATCH_BYTES && to > from) {
        break;
      }
      to++;
    }
    return to;
  }

  private void send(List<Outgoing> batch, Map<String, NotSent> failed) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int at = 0; at < batch.size(); at++) {
      entries.add(entry(String.valueOf(at), batch.get(at)));
    }
    try {
      sqs.get()
          .sendMessageBatch(send -> send.queueUrl(url).entries(entries))
          .failed()
          .forEach(
              error ->
                  failed.put(
                      batch.get(Integer.parseInt(error.id())).letter().messageId(),
                      new NotSent(error.message(), true)));
    } catch (SdkException e) {
      boolean refused = e instanceof AwsServiceException answer && answer.statusCode() < 500;
      batch.forEach(
          outgoing ->
              failed.put(outgoing.letter().messageId(), new NotSent(e.getMessage(), refused)));
    }
  }

  private SendMessageBatchRequestEntry entry(String at, Outgoing outgoing) {
    DeadLetter letter = outgoing.letter();
    SendMessageBatchRequestEntry.Builder entry =
        SendMessageBatchRequestEntry.builder()
            .id(at)
            .messageBody(outgoing.body().text())
            .messageAttributes(FirstSent.without(letter.attributes()));
    if (url.endsWith(".fifo")) {
      String group = letter.message().attributes().get(MessageSystemAttributeName.MESSAGE_GROUP_ID);
      // SQS silently drops a repeated deduplication id within five minutes.
      entry
          .messageGroupId(group == null ? letter.id() : group)
          .messageDeduplicationId(UUID.randomUUID().toString());
    }
    return entry.build();
  }
}
