package dev.caravan.metrics;

import dev.caravan.failure.FailureTable;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import dev.caravan.pace.PaceSteps;
import dev.caravan.pace.Seat;
import dev.caravan.store.AlreadyRunningException;
import dev.caravan.store.RecordChangedException;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;

/** Records how a prompt ended and how long it took, from its finished exchange. */
final class Outcomes {

  private static final String OK = "ok";

  private final Meters meters;
  private final Clock clock = Clock.systemUTC();

  Outcomes(Meters meters) {
    this.meters = meters;
  }

  /** Called when a request of {@code POST /generate} has ended. */
  void http(Exchange exchange) {
    if (!Boolean.TRUE.equals(exchange.getVariable("respondAsync"))) {
      int status =
          exchange.isFailed()
              ? 500
              : exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
      Seat seat = exchange.getVariable(PaceSteps.SEAT, Seat.class);
      Duration before = seat == null ? Duration.ZERO : seat.waited();
      Duration took = before.plusMillis(exchange.getClock().elapsed());
      meters.timer(Metric.HTTP_LATENCY, outcome(status)).record(took);
      if (outcome(status).equals(OK)) {
        meters.lastHour(Metric.HTTP_LATENCY).add(took);
      }
    }
    count(exchange, Source.HTTP);
  }

  /** Called when a message from the queue has ended. */
  void queue(Exchange exchange) {
    if (count(exchange, Source.QUEUE)) {
      SentTime.of(exchange)
          .ifPresent(
              sent -> {
                Duration took = sent.until(clock.instant());
                meters.timer(Metric.SENT_TO_STORED).record(took);
                meters.lastHour(Metric.SENT_TO_STORED).add(took);
              });
    }
  }

  /** The status as callers see it. They did not cause a 429, so it counts as a failure. */
  static String outcome(int status) {
    if (status < 400) {
      return OK;
    }
    return status < 500 && status != 429 ? "refused" : "failed";
  }

  /**
   * @return true if this exchange finished the generation
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
    // Not counted: one that had ended before is answered from its record, and one that was only
    // sent to the queue has not ended.
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
