package dev.caravan.cli;

import dev.caravan.queue.FifoSend;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Sends prompts to the queue in batches. */
final class QueueEntrance implements Entrance {

  // SQS's limits for a batch. The limit on bytes is that of queues with the old default.
  private static final int BATCH = 10;
  private static final int BATCH_BYTES = 262_144;

  private final SqsClient sqs;
  private final String queueUrl;

  QueueEntrance(SqsClient sqs, String queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  @Override
  public SendOutcome send(List<Outgoing> prompts, Progress progress) {
    SendOutcome outcome = new SendOutcome();
    List<String> bodies = prompts.stream().map(Outgoing::body).toList();
    for (int from = 0; from < prompts.size(); ) {
      int to = endOfBatch(bodies, from);
      sendBatch(prompts.subList(from, to), outcome);
      progress.stepTo(to);
      progress.say(outcome.failed().isEmpty() ? "" : outcome.failed().size() + " failed");
      from = to;
    }
    return outcome;
  }

  static int endOfBatch(List<String> bodies, int from) {
    int bytes = 0;
    int to = from;
    while (to < bodies.size() && to - from < BATCH) {
      bytes += bodies.get(to).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > BATCH_BYTES && to > from) {
        break;
      }
      to++;
    }
    return to;
  }

  private void sendBatch(List<Outgoing> prompts, SendOutcome outcome) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int at = 0; at < prompts.size(); at++) {
      String group = group();
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(String.valueOf(at))
              .messageBody(prompts.get(at).body())
              .messageGroupId(group)
              .messageDeduplicationId(group)
              .build());
    }
    try {
      SendMessageBatchResponse response =
          sqs.sendMessageBatch(send -> send.queueUrl(queueUrl).entries(entries));
      response
          .successful()
          .forEach(sent -> outcome.add(sent(prompts.get(index(sent.id())), sent.messageId())));
      response
          .failed()
          .forEach(failed -> outcome.addFailed(prompts.get(index(failed.id())), failed.message()));
    } catch (SdkException e) {
      String why = CommandFailedException.of(e).getMessage();
      prompts.forEach(prompt -> outcome.addFailed(prompt, why));
    }
  }

  private static int index(String entry) {
    return Integer.parseInt(entry);
  }

  private static Sent sent(Outgoing prompt, String messageId) {
    return new Sent(prompt, prompt.id().orElse(messageId), Optional.of(messageId));
  }

  /** A FIFO queue requires a group. Each prompt has its own, so that none waits for another. */
  private String group() {
    return FifoSend.isFifo(queueUrl) ? UUID.randomUUID().toString() : null;
  }

  @Override
  public void close() {
    sqs.close();
  }
}
