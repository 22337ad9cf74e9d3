package dev.caravan.failure;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Reason;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
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

  /** The exchange variable that holds a {@link Decision}. */
  private static final String DECISION = "_decision";

  private final Classifier classifier = new Classifier(FailureRules.ALL);
  private final Clock clock = Clock.systemUTC();

  /**
   * Puts the {@link Failure} of the caught exception into the variable {@code failure} and the
   * exception into {@code thrown}, and logs one line.
   */
  public void classify(Exchange exchange) {
    Throwable thrown = caught(exchange);
    Verdict verdict = verdict(exchange);
    if (verdict.reason() == Reason.REFUSED && exchange.getPattern() == ExchangePattern.InOut) {
      // A caller by HTTP can't wait for evidence.
      verdict = verdict.decided(Reason.INVALID_PROMPT);
    }
    Failure failure = failure(verdict);
    exchange.setVariable("failure", failure);
    exchange.setVariable("_thrown", thrown);
    Optional<String> id = FailedGeneration.in(exchange).map(Generation::id);
    LoggingEventBuilder line = LOG.atLevel(level(verdict));
    if (id.isPresent() && MDC.get(GENERATION) == null) {
      // The message could not be read, so no step has put the id into the log's context.
      line = line.addKeyValue(GENERATION, id.get());
    }
    line.log(
        "Generation {} failed in {}: {}: {}",
        id.orElse("(no id yet)"),
        exchange.getFromRouteId(),
        failure.reason(),
        verdict.forLog());
    // A failure that no rule knows must be explained by the log alone.
    LOG.atLevel(failure.reason() == Reason.UNEXPECTED ? Level.WARN : Level.DEBUG)
        .setCause(thrown)
        .log("Cause");
  }

  /** A prompt that its sender must change needs no operator. */
  private static Level level(Verdict verdict) {
    if (verdict.isLoggedAlready()) {
      return Level.DEBUG;
    }
    return verdict.row().fixedBy() == FailureRow.FixedBy.SENDER ? Level.INFO : Level.WARN;
  }

  /** The failure as records contain it; {@code detail} is safe to show to a caller. */
  public Failure failureOf(Throwable thrown) {
    return failure(verdict(thrown));
  }

  private Failure failure(Verdict verdict) {
    return new Failure(verdict.reason(), verdict.detail(), clock.instant());
  }

  /** The row of the failure table for an exception. */
  public FailureRow rowOf(Throwable thrown) {
    return verdict(thrown).row();
  }

  Verdict verdict(Throwable thrown) {
    return classifier.classify(thrown);
  }

  /**
   * What the caught exception means for this prompt. The evidence of other prompts decides before
   * the rules do ({@link #decide}).
   */
  public Verdict verdict(Exchange exchange) {
    Throwable thrown = caught(exchange);
    Verdict verdict = verdict(thrown);
    Decision decision = exchange.getVariable(DECISION, Decision.class);
    if (decision != null && decision.isAbout(thrown)) {
      return verdict.decided(decision.reason());
    }
    return verdict;
  }

  /** True if the rules leave it open whether the prompt or the model is at fault. */
  public boolean isAmbiguous(Exchange exchange) {
    Verdict verdict = verdict(caught(exchange));
    return verdict.reason() == Reason.REFUSED || verdict.isPresumed();
  }

  /** Decides the reason of the caught exception by evidence, whatever the rules say. */
  public void decide(Exchange exchange, Reason reason) {
    exchange.setVariable(DECISION, new Decision(caught(exchange), reason));
  }

  private record Decision(Throwable on, Reason reason) {

    boolean isAbout(Throwable thrown) {
      for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
        if (cause == on) {
          return true;
        }
      }
      return false;
    }
  }

  /** True if the caught exception ends the prompt: another try would fail or would only cost. */
  public boolean isFinal(Exchange exchange) {
    Verdict verdict = verdict(exchange);
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
    return verdict(exchange).isRefusedOutright();
  }

  static Throwable caught(Exchange exchange) {
    return exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
  }
}
