package dev.caravan.metrics;

import dev.caravan.failure.FailureTable;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import dev.caravan.store.AlreadyRunningException;
import dev.caravan.store.RecordChangedException;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;

/** How a prompt ended, and how long that took, told from its exchange when it is over. */
final class Outcomes {

  private final Meters meters;
  private final Clock clock = Clock.systemUTC();

  Outcomes(Meters meters) {
    this.meters = meters;
  }

  /** A request of {@code POST /generate} is over. */
  void http(Exchange exchange) {
    if (!Boolean.TRUE.equals(exchange.getVariable("respondAsync"))) {
      int status =
          exchange.isFailed()
              ? 500
              : exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
      meters
          .timer(Metric.HTTP_LATENCY, outcome(status))
          .record(Duration.ofMillis(exchange.getClock().elapsed()));
    }
    count(exchange, Source.HTTP);
  }

  /** A message from the queue is over. */
  void queue(Exchange exchange) {
    if (count(exchange, Source.QUEUE)) {
      SentTime.of(exchange)
          .ifPresent(
              sent -> meters.timer(Metric.SENT_TO_STORED).record(sent.until(clock.instant())));
    }
  }

  /** What a caller would say of this status; 429 is no fault of the caller's. */
  static String outcome(int status) {
    if (status < 400) {
      return "ok";
    }
    return status < 500 && status != 429 ? "refused" : "failed";
  }

  /**
   * @return true where this exchange brought the generation to its end
   */
  private boolean count(Exchange exchange, Source source) {
    Failure failure = exchange.getVariable("failure", Failure.class);
    if (failure != null) {
      count(ended(exchange, failure.reason(), source), failure.reason().name(), source);
      return false;
    }
    if (isContended(exchange)) {
      meters.counter(Metric.CLAIMS_CONTENDED).increment();
      return false;
    }
    // One that was finished before is answered from its record, and one for later is still to do.
    Generation claimed = exchange.getVariable("generation", Generation.class);
    boolean done = claimed != null && claimed.isRunning() && !exchange.isFailed();
    if (done) {
      count("done", "NONE", source);
    }
    return done;
  }

  private static String ended(Exchange exchange, Reason reason, Source source) {
    if (source == Source.QUEUE && exchange.isFailed()) {
      return "given-back";
    }
    return FailureTable.of(reason).outcome().text();
  }

  private void count(String outcome, String reason, Source source) {
    meters.counter(Metric.GENERATIONS, outcome, reason, source.text()).increment();
  }

  private static boolean isContended(Exchange exchange) {
    Throwable thrown =
        exchange.getException() == null
            ? exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)
            : exchange.getException();
    return thrown instanceof AlreadyRunningException || thrown instanceof RecordChangedException;
  }
}
