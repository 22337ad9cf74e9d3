package dev.caravan.cli.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Whether the dead-letter queue exists and keeps letters for long enough. */
final class DeadLetterQueueCheck implements Check {

  /** SQS's default, and the least that leaves a long weekend. */
  private static final Duration SHORTEST = Duration.ofDays(4);

  private final Values values;
  private final Supplier<SqsClient> connect;

  DeadLetterQueueCheck(Values values, Supplier<SqsClient> connect) {
    this.values = values;
    this.connect = connect;
  }

  @Override
  public String name() {
    return "dead-letters";
  }

  @Override
  public List<String> settings() {
    return List.of("sqs.dead.letter.queue.url", "sqs.queue.url");
  }

  @Override
  public List<Finding> run() {
    try (SqsClient sqs = connect.get()) {
      return List.of(of(QueueAttributes.of(sqs, values.text("sqs.dead.letter.queue.url"))));
    } catch (SdkException e) {
      return List.of(failed(new QueueTrouble(e, "SQS_DEAD_LETTER_QUEUE_URL").line()));
    }
  }

  Finding of(QueueAttributes queue) {
    String prompts = PromptQueueCheck.nameOf(values.text("sqs.queue.url"));
    if (queue.movesTo(prompts)) {
      return failed(
          "this queue's own dead letters go to %s, the queue of prompts; SQS_QUEUE_URL and SQS_DEAD_LETTER_QUEUE_URL are swapped"
              .formatted(prompts));
    }
    Optional<Duration> tooShort = queue.retention().filter(kept -> kept.compareTo(SHORTEST) < 0);
    return tooShort
        .map(
            kept ->
                warning(
                    "SQS deletes a dead letter after %d h; set the retention of the queue to 14 days"
                        .formatted(kept.toHours())))
        .orElseGet(
            () ->
                ok(
                    "%s: %s"
                        .formatted(
                            PromptQueueCheck.nameOf(values.text("sqs.dead.letter.queue.url")),
                            queue.messages())));
  }
}
