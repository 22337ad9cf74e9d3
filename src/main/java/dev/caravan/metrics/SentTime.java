package dev.caravan.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;

/** When a queue message was sent, by SQS's clock; a redelivery does not change it. */
record SentTime(Instant at) {

  /** Empty where the exchange is of no message. */
  static Optional<SentTime> of(Exchange exchange) {
    Long sent = exchange.getMessage().getHeader("SentTimestamp", Long.class);
    return sent == null ? Optional.empty() : Optional.of(new SentTime(Instant.ofEpochMilli(sent)));
  }

  /** Never negative: SQS's clock is not ours. */
  Duration until(Instant now) {
    Duration past = Duration.between(at, now);
    return past.isNegative() ? Duration.ZERO : past;
  }
}
