package dev.caravan.cli;

import dev.caravan.queue.FifoSend;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Sends messages in batches. */
final class Sender {

  // SQS's limits for a batch. The limit on bytes is that of queues with the old default.
  private static final int BATCH = 10;
  private static final int BATCH_BYTES = 262_144;

  /** The ids of the messages that were sent, and one line for each message that was not. */
  record Outcome(List<String> sent, List<String> failed) {}

  private final SqsClient sqs;
  private final String queueUrl;

  Sender(SqsClient sqs, String queueUrl) {
    this.sqs = sqs;
    this.queueUrl = queueUrl;
  }

  Outcome sendOne(String body) {
    try {
      String group = group();
      String id =
          sqs.sendMessage(
                  send ->
                      send.queueUrl(queueUrl)
                          .messageBody(body)
                          .messageGroupId(group)
                          .messageDeduplicationId(group))
              .messageId();
      return new Outcome(List.of(id), List.of());
    } catch (SdkException e) {
      throw new CommandFailedException("The message was not sent: " + why(e), e);
    }
  }

  Outcome sendAll(List<String> bodies, String task) {
    Outcome outcome = new Outcome(new ArrayList<>(), new ArrayList<>());
    try (ProgressBar progress = progress(task, bodies.size())) {
      for (int from = 0; from < bodies.size(); ) {
        int to = endOfBatch(bodies, from);
        send(bodies.subList(from, to), from, outcome);
        progress.stepTo(to);
        progress.setExtraMessage(
            outcome.failed().isEmpty() ? "" : outcome.failed().size() + " failed");
        from = to;
      }
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

  private void send(List<String> bodies, int offset, Outcome outcome) {
    List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
    for (int at = 0; at < bodies.size(); at++) {
      String group = group();
      entries.add(
          SendMessageBatchRequestEntry.builder()
              .id(String.valueOf(at))
              .messageBody(bodies.get(at))
              .messageGroupId(group)
              .messageDeduplicationId(group)
              .build());
    }
    try {
      SendMessageBatchResponse response =
          sqs.sendMessageBatch(send -> send.queueUrl(queueUrl).entries(entries));
      response.successful().forEach(sent -> outcome.sent().add(sent.messageId()));
      response
          .failed()
          .forEach(
              failed ->
                  outcome
                      .failed()
                      .add(line(offset + Integer.parseInt(failed.id()), failed.message())));
    } catch (SdkException e) {
      for (int at = 0; at < bodies.size(); at++) {
        outcome.failed().add(line(offset + at, why(e)));
      }
    }
  }

  /** A FIFO queue requires a group. Each prompt has its own, so that none waits for another. */
  private String group() {
    return FifoSend.isFifo(queueUrl) ? UUID.randomUUID().toString() : null;
  }

  private static String line(int index, String why) {
    return "prompt " + (index + 1) + " was not sent: " + why;
  }

  private static ProgressBar progress(String task, int size) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(size)
        .setStyle(ProgressBarStyle.ASCII)
        .build();
  }

  private static String why(SdkException e) {
    return CommandFailedException.of(e).getMessage();
  }
}
