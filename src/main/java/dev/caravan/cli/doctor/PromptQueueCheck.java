package dev.caravan.cli.doctor;

import dev.caravan.queue.RedrivePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Whether the queue of prompts exists, and SQS neither moves nor deletes prompts too early. */
final class PromptQueueCheck implements Check {

  private final Values values;
  private final Supplier<SqsClient> connect;

  PromptQueueCheck(Values values, Supplier<SqsClient> connect) {
    this.values = values;
    this.connect = connect;
  }

  @Override
  public String name() {
    return "queue";
  }

  @Override
  public List<String> settings() {
    return List.of(
        "sqs.queue.url",
        "sqs.dead.letter.queue.url",
        "caravan.queue.visibility-seconds",
        "caravan.queue.longest-wait-hours");
  }

  @Override
  public List<Finding> run() {
    try (SqsClient sqs = connect.get()) {
      QueueAttributes queue = QueueAttributes.of(sqs, values.text("sqs.queue.url"));
      // The advice to send this queue's messages to the other one would make a circle.
      return queue.redrivePolicy().isEmpty() && isSwapped(sqs)
          ? List.of(
              failed(
                  "SQS moves the messages of the dead-letter queue to this queue; SQS_QUEUE_URL and SQS_DEAD_LETTER_QUEUE_URL are swapped"))
          : of(queue);
    } catch (SdkException e) {
      return List.of(failed(new QueueTrouble(e, "SQS_QUEUE_URL").line()));
    }
  }

  private boolean isSwapped(SqsClient sqs) {
    try {
      return QueueAttributes.of(sqs, values.text("sqs.dead.letter.queue.url"))
          .movesTo(nameOf(values.text("sqs.queue.url")));
    } catch (SdkException e) {
      // The next check says so.
      return false;
    }
  }

  List<Finding> of(QueueAttributes queue) {
    List<Finding> findings = new ArrayList<>();
    redrive(queue.redrivePolicy()).ifPresent(findings::add);
    queue.retention().flatMap(this::retention).ifPresent(findings::add);
    return findings.isEmpty() ? List.of(ok(described(queue))) : findings;
  }

  private Optional<Finding> redrive(Optional<RedrivePolicy> found) {
    String expected = nameOf(values.text("sqs.dead.letter.queue.url"));
    if (found.isEmpty()) {
      return Optional.of(
          warning(
              "the queue has no redrive policy, so a message that kills every instance comes back forever; set one to %s with maxReceiveCount 15"
                  .formatted(expected)));
    }
    RedrivePolicy policy = found.get();
    if (policy.isLow()) {
      return Optional.of(
          warning(
              "maxReceiveCount is %d, so SQS may move a prompt to the dead-letter queue without a reason when an instance is killed; set it to 5 or more"
                  .formatted(policy.maxReceiveCount())));
    }
    return policy.deadLetterQueue().equals(expected)
        ? Optional.empty()
        : Optional.of(
            warning(
                "SQS moves prompts to %s, but SQS_DEAD_LETTER_QUEUE_URL names %s; use the same queue in both"
                    .formatted(policy.deadLetterQueue(), expected)));
  }

  private Optional<Finding> retention(Duration kept) {
    Duration wait = Duration.ofHours(values.whole("caravan.queue.longest-wait-hours"));
    return kept.compareTo(wait) >= 0
        ? Optional.empty()
        : Optional.of(
            warning(
                "SQS deletes a prompt after %d h without a dead letter, but prompts may wait for %d h; raise the queue's retention or lower CARAVAN_QUEUE_LONGEST_WAIT_HOURS"
                    .formatted(kept.toHours(), wait.toHours())));
  }

  private String described(QueueAttributes queue) {
    return "%s: %s; maxReceiveCount %d; visibility timeout %s s (the queue's own, for other consumers: %s s)"
        .formatted(
            nameOf(values.text("sqs.queue.url")),
            queue.messages(),
            queue.redrivePolicy().orElseThrow().maxReceiveCount(),
            values.text("caravan.queue.visibility-seconds"),
            queue.visibility());
  }

  static String nameOf(String url) {
    return url.substring(url.lastIndexOf('/') + 1);
  }
}
