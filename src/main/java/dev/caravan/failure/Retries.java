package dev.caravan.failure;

import dev.caravan.model.Models;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The retries within one request or receive: whether, and after how long. The delay has full
 * jitter. Camel's own redelivery policy has no jitter, so the delay is set in the header that
 * overrides it.
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

  /** Camel asks after each failure. */
  public boolean mayRetry(Exchange exchange) {
    Verdict verdict = policy.verdict(exchange);
    FailureRow.Retry retry = verdict.row().retry();
    return verdict.mayBeRetried()
        && retry(exchange) < retry.tries(tries)
        && (retry != FailureRow.Retry.ON_FALLBACK || exchange.getVariable(Models.FALLBACK) != null);
  }

  /**
   * Runs right after a failure: takes back the count of a call that was not billed, looks for a
   * fallback model, and sets the delay before the next try.
   */
  @Override
  public void process(Exchange exchange) {
    Verdict verdict = policy.verdict(exchange);
    if (verdict.isRefusedOutright()) {
      models.uncount(exchange);
    }
    boolean onFallback = verdict.row().retry() == FailureRow.Retry.ON_FALLBACK;
    if (onFallback) {
      models.fallBack(exchange);
    }
    long delay = onFallback ? 0 : delay(retry(exchange)).toMillis();
    exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, delay);
  }

  private Duration delay(int retry) {
    long most =
        Math.min(LONGEST.toMillis(), BASE.toMillis() << Math.min(10, Math.max(0, retry - 1)));
    return Duration.ofMillis(random.nextLong(most + 1));
  }

  /** The number of the retry that would come, from 1. */
  private static int retry(Exchange exchange) {
    return Math.max(
        1, exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 1, Integer.class));
  }
}
