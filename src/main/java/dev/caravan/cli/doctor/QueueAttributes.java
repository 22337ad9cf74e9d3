package dev.caravan.cli.doctor;

import dev.caravan.queue.RedrivePolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The attributes of a queue.
 *
 * @param all as SQS returns them
 */
record QueueAttributes(Map<QueueAttributeName, String> all) {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Asks SQS.
   *
   * @throws software.amazon.awssdk.core.exception.SdkException if SQS does not tell
   */
  static QueueAttributes of(SqsClient sqs, String url) {
    return new QueueAttributes(
        sqs.getQueueAttributes(
                get ->
                    get.queueUrl(url)
                        .attributeNames(
                            QueueAttributeName.REDRIVE_POLICY,
                            QueueAttributeName.VISIBILITY_TIMEOUT,
                            QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE)
                        .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE)))
            .attributes());
  }

  Optional<RedrivePolicy> redrivePolicy() {
    return Optional.ofNullable(all.get(QueueAttributeName.REDRIVE_POLICY)).map(RedrivePolicy::of);
  }

  /** Whether SQS moves this queue's messages to the queue of that name. */
  boolean movesTo(String queue) {
    return redrivePolicy().filter(policy -> policy.deadLetterQueue().equals(queue)).isPresent();
  }

  /** How long SQS keeps a message; empty if SQS did not tell. */
  Optional<Duration> retention() {
    return number(QueueAttributeName.MESSAGE_RETENTION_PERIOD).map(Duration::ofSeconds);
  }

  /** The visibility timeout of receives that name none, in seconds. */
  String visibility() {
    return all.getOrDefault(QueueAttributeName.VISIBILITY_TIMEOUT, "?");
  }

  /** Messages that wait, and messages that are in progress. */
  String messages() {
    return "%s waiting, %s in progress"
        .formatted(
            all.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "?"),
            all.getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "?"));
  }

  private Optional<Long> number(QueueAttributeName name) {
    return Optional.ofNullable(all.get(name)).map(Long::valueOf);
  }
}
