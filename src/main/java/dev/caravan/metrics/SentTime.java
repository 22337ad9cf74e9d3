package dev.caravan.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;

/** When a queue message was sent, by the clock of SQS. A redelivery does not change it. */
record SentTime(Instant at) {

  /** Empty if the exchange has no message. */
  static Optional<SentTime> of(Exchange exchange) {
    Long sent = exchange.getMessage().getHeader("SentTimestamp", Long.class);
    return sent == null ? Optional.empty() : Optional.of(new SentTime(Instant.ofEpochMilli(sent)));
  }

  /** Never negative, although the clock of SQS may be ahead of ours. */
  Duration until(Instant now) {
    Duration past = Duration.between(at, now);
    return past.isNegative() ? Duration.ZERO : past;
  }
}
