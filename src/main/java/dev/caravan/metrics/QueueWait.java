package dev.caravan.metrics;

import java.time.Clock;
import org.apache.camel.Exchange;

/** Measures how long a message has waited for a worker. */
public final class QueueWait {

  private final Measures measures;
  private final Clock clock = Clock.systemUTC();

  public QueueWait(Measures measures) {
    this.measures = measures;
  }

  /** A route step: a worker begins with the message. */
  public void over(Exchange exchange) {
    SentTime.of(exchange)
        .ifPresent(sent -> measures.timer(Metric.QUEUE_WAIT).record(sent.until(clock.instant())));
  }
}
