package dev.caravan.failure;

import dev.caravan.model.CallSpacing;
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
        && gap(verdict, exchange).isZero()
        && retry(exchange) < retry.tries(tries)
        && (retry != FailureRow.Retry.ON_FALLBACK || exchange.getVariable(Models.FALLBACK) != null);
  }

  /**
   * Runs right after a failure: takes back the count of a call that was not billed, looks for a
   * fallback model, and sets the delay before the next try, or before the next attempt of a prompt
   * whose calls must be further apart.
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
    long delay = onFallback ? 0 : delay(BASE, LONGEST, retry(exchange), random).toMillis();
    exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, delay);
    Duration gap = gap(verdict, exchange);
    if (!gap.isZero()) {
      // Prompts that failed together must not come back together.
      Duration wait = gap.plusMillis(random.nextLong(gap.toMillis() / 2));
      exchange.setVariable(Models.HIDE_FOR, wait);
      exchange.setVariable(Models.RETRY_AFTER, wait);
    }
  }

  /**
   * The time between the call that failed and the next one of this prompt; zero if the call can't
   * have been billed, or was not made.
   */
  private static Duration gap(Verdict verdict, Exchange exchange) {
    boolean mayBeBilled =
        exchange.getVariable(Models.REQUEST) != null
            && verdict.billing() == FailureRow.Billing.MAY_BE_BILLED
            && !verdict.isRefusedOutright();
    return mayBeBilled
        ? CallSpacing.after(exchange.getVariable(Models.CALLS, 0, Integer.class))
        : Duration.ZERO;
  }

  /**
   * A delay with full jitter.
   *
   * @param base longest delay before the first retry; it doubles with each
   * @param cap longest delay before any retry
   * @param retry the number of the retry, from 1
   */
  static Duration delay(Duration base, Duration cap, int retry, RandomGenerator random) {
    long most = Math.min(cap.toMillis(), base.toMillis() << Math.min(10, Math.max(0, retry - 1)));
    return Duration.ofMillis(random.nextLong(most + 1));
  }

  /** The number of the retry that would come, from 1. */
  private static int retry(Exchange exchange) {
    return Math.max(
        1, exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 1, Integer.class));
  }
}
