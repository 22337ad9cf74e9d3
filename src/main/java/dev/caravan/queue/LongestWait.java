package dev.caravan.queue;

import dev.caravan.generation.Generation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Gives up prompts that have waited on the queue for too long. */
public final class LongestWait {

  private final Duration longest;
  private final Function<String, Optional<Generation>> records;
  private final Clock clock;

  /**
   * @param records finds the record of an id
   */
  public LongestWait(Duration longest, Function<String, Optional<Generation>> records) {
    this(longest, records, Clock.systemUTC());
  }

  LongestWait(Duration longest, Function<String, Optional<Generation>> records, Clock clock) {
    this.longest = longest;
    this.records = records;
    this.clock = clock;
  }

  /**
   * A route step, after the message was read.
   *
   * @throws ExpiredException if the prompt waited longer than allowed and nobody works on it
   */
  public void check(Generation generation, Exchange exchange) {
    Message message = exchange.getMessage();
    long firstSent =
        FirstSent.of(
            message.getHeader("SentTimestamp", String.class),
            message.getHeader("CamelAwsSqsMessageAttributes", Map.of(), Map.class));
    if (firstSent == Long.MAX_VALUE) {
      return;
    }
    Duration waited = Duration.between(Instant.ofEpochMilli(firstSent), clock.instant());
    if (waited.compareTo(longest) <= 0) {
      return;
    }
    Optional<Generation> record = records.apply(generation.id());
    if (record.filter(LongestWait::isSettled).isEmpty()) {
      throw new ExpiredException(waited, record.map(Generation::failure).orElse(null));
    }
  }

  /** Its result is stored, another owner may be about to store it, or nobody wants it any more. */
  private static boolean isSettled(Generation record) {
    return record.isDone() || record.isRunning() || record.isCancelled();
  }
}
