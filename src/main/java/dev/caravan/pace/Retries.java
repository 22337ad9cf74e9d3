package dev.caravan.pace;

import dev.caravan.failure.FailurePolicy;
import dev.caravan.generation.Reason;
import dev.caravan.model.Models;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The retries within one request or receive: whether, and after how long. Full jitter, which
 * Camel's own redelivery policy does not have, so the delay is given in the header that overrules
 * it.
 */
public final class Retries implements Processor {

  private static final Duration BASE = Duration.ofMillis(400);
  private static final Duration LONGEST = Duration.ofSeconds(8);

  private final FailurePolicy policy;
  private final Models models;
  private final int tries;
  private final RandomGenerator random = new SecureRandom();

  /**
   * @param tries calls at most, the first included
   */
  public Retries(FailurePolicy policy, Models models, int tries) {
    this.policy = policy;
    this.models = models;
    this.tries = tries;
  }

  /** Camel asks after each failure; the counter is of the retry that would come. */
  public boolean mayRetry(Exchange exchange) {
    Reason reason = reason(exchange);
    if (policy.isFinal(exchange) && reason != Reason.MODEL_TIMEOUT) {
      return false;
    }
    int retry = retry(exchange);
    return switch (reason) {
      // Where there is no place for a call, a retry within the call would only wait for one again.
      case THROTTLED -> !isAtLimit(exchange) && retry < tries;
      case MODEL_UNAVAILABLE, STORE -> retry < tries;
      // It may have been billed, so once more and no more.
      case MODEL_TIMEOUT -> retry < Math.min(tries, 2);
      // Once, where the step before it has found a model to fall back to.
      case MODEL_UNUSABLE -> exchange.getVariable("_fallbackModel") != null && retry < 2;
      default -> false;
    };
  }

  /**
   * Right after a failure: whether the call counts, whether there is a model to fall back to, and
   * how long to wait before the next try.
   */
  @Override
  public void process(Exchange exchange) {
    Reason reason = reason(exchange);
    if (policy.isRefusedOutright(exchange)) {
      models.uncount(exchange);
    }
    if (reason == Reason.MODEL_UNUSABLE) {
      models.fallBack(exchange);
    }
    long delay = reason == Reason.MODEL_UNUSABLE ? 0 : delay(retry(exchange)).toMillis();
    exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, delay);
  }

  private Duration delay(int retry) {
    long most =
        Math.min(LONGEST.toMillis(), BASE.toMillis() << Math.min(10, Math.max(0, retry - 1)));
    return Duration.ofMillis(random.nextLong(most + 1));
  }

  private Reason reason(Exchange exchange) {
    return policy
        .failureOf(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class))
        .reason();
  }

  private static boolean isAtLimit(Exchange exchange) {
    return exchange.getProperty(Exchange.EXCEPTION_CAUGHT) instanceof AtLimitException;
  }

  private static int retry(Exchange exchange) {
    return Math.max(
        1, exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 1, Integer.class));
  }
}
