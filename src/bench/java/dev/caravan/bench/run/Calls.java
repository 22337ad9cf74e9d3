package dev.caravan.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;
import java.util.Set;

/** The servers' counts of one round. */
record Calls(JsonNode counts) {

  private static final Set<String> SQS =
      Set.of(
          "ReceiveMessage",
          "DeleteMessage",
          "DeleteMessageBatch",
          "ChangeMessageVisibility",
          "ChangeMessageVisibilityBatch",
          "SendMessage",
          "SendMessageBatch",
          "GetQueueAttributes",
          "GetQueueUrl");

  long sqs() {
    return SQS.stream().mapToLong(this::of).sum();
  }

  long s3() {
    return of("S3GET") + of("S3PUT") + of("S3HEAD");
  }

  long of(String operation) {
    return counts.path("calls").path(operation).asLong();
  }

  long stored() {
    return counts.path("stored").asLong();
  }

  long deleted() {
    return counts.path("deleted").asLong();
  }

  /** New objects of a folder. */
  long objects(String folder) {
    return counts.path("objects").path(folder).path("count").asLong();
  }

  /** The size of the new objects of a folder. */
  long bytes(String folder) {
    return counts.path("objects").path(folder).path("bytes").asLong();
  }

  /** The time from the begin of the round to the first receive; empty if there was none. */
  OptionalDouble firstReceiveSeconds() {
    JsonNode micros = counts.path("firstReceiveMicros");
    return micros.isNumber() ? OptionalDouble.of(micros.asLong() / 1e6) : OptionalDouble.empty();
  }

  /** Prompts for which the model was called more than once. */
  long paidTwice() {
    return counts.path("invokedTwice").asLong();
  }

  double drainSeconds() {
    return counts.path("drainMicros").asLong() / 1e6;
  }

  /**
   * Empty if the model was called once for every prompt and every prompt was stored once, otherwise
   * what differs.
   *
   * @param allowed prompts for which the model may be called again
   */
  String complaint(int prompts, int allowed) {
    long twice = paidTwice() + counts.path("storedTwice").asLong();
    long calls = counts.path("modelCalls").asLong();
    return stored() == prompts
            && counts.path("storedTwice").asLong() == 0
            && paidTwice() <= allowed
            && calls - prompts <= 2L * allowed
            && calls >= prompts
        ? ""
        : "%d prompts: %d model calls, %d stored, %d paid for or stored twice"
            .formatted(prompts, calls, stored(), twice);
  }
}
