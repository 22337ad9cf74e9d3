package dev.caravan.failure;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Reason;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The failure table for routes: what a caught exception means, and the steps that keep it for
 * later.
 */
public final class FailurePolicy {

  private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);

  /** The field of the log that has the generation's id. */
  private static final String GENERATION = "generation";

  private final Classifier classifier = new Classifier(FailureRules.ALL);
  private final Clock clock = Clock.systemUTC();

  /**
   * Puts the {@link Failure} of the caught exception into the variable {@code failure} and the
   * exception into {@code thrown}, and logs one line.
   */
  public void classify(Exchange exchange) {
    Throwable thrown = caught(exchange);
    Failure failure = failureOf(thrown);
    exchange.setVariable("failure", failure);
    exchange.setVariable("_thrown", thrown);
    Optional<String> id = FailedGeneration.in(exchange).map(Generation::id);
    LoggingEventBuilder line = LOG.atLevel(level(FailureTable.of(failure.reason())));
    if (id.isPresent() && MDC.get(GENERATION) == null) {
      // The message could not be read, so no step has put the id into the log's context.
      line = line.addKeyValue(GENERATION, id.get());
    }
    line.log(
        "Generation {} failed in {}: {}: {}",
        id.orElse("(no id yet)"),
        exchange.getFromRouteId(),
        failure.reason(),
        failure.detail());
    // A failure that no rule knows must be explained by the log alone.
    LOG.atLevel(failure.reason() == Reason.UNEXPECTED ? Level.WARN : Level.DEBUG)
        .setCause(thrown)
        .log("Cause");
  }

  /** A prompt that its sender must change needs no operator. */
  private static Level level(FailureRow row) {
    return row.fixedBy() == FailureRow.FixedBy.SENDER ? Level.INFO : Level.WARN;
  }

  /** The failure as records contain it; {@code detail} is safe to show to a caller. */
  public Failure failureOf(Throwable thrown) {
    Verdict verdict = verdict(thrown);
    return new Failure(verdict.row().reason(), verdict.detail(), clock.instant());
  }

  /** The row of the failure table for an exception. */
  public FailureRow rowOf(Throwable thrown) {
    return verdict(thrown).row();
  }

  Verdict verdict(Throwable thrown) {
    return classifier.classify(thrown);
  }

  /** True if the caught exception ends the prompt: another try would fail or would only cost. */
  public boolean isFinal(Exchange exchange) {
    Verdict verdict = verdict(caught(exchange));
    return verdict.isFinal(Attempts.of(exchange, verdict.row().reason()));
  }

  /** Keeps the exception that the retries ended with, for {@link #rethrow} a level above them. */
  public void keep(Exchange exchange) {
    exchange.setVariable(
        "_exhausted", exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class));
  }

  /**
   * Throws the exception that {@link #keep} kept. An error handler that has given up on an exchange
   * hides it from the error handlers around it, so the entrances would never see the failure.
   */
  public void rethrow(Exchange exchange) throws Exception {
    Exception exhausted = exchange.getVariable("_exhausted", Exception.class);
    if (exhausted != null) {
      throw exhausted;
    }
  }

  /** True if AWS refused the call before the model worked on it: such a call is not billed. */
  public boolean isRefusedOutright(Exchange exchange) {
    return verdict(caught(exchange)).isRefusedOutright();
  }

  static Throwable caught(Exchange exchange) {
    return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
  }
}
