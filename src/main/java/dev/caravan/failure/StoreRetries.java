package dev.caravan.failure;

import dev.caravan.generation.Reason;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The retries of the write of a result. The result is paid for, and giving it up would cost another
 * model call, so they go on for minutes, with the result in memory, its claim renewed and its
 * message leased. If S3 as a whole fails, the queue pauses meanwhile. When the service stops, they
 * end in time to give the message back.
 */
public final class StoreRetries implements Processor {

  /** How long the write of a result is tried. */
  public static final Duration LONGEST = Duration.ofMinutes(5);

  private static final Duration BASE = Duration.ofMillis(400);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

  /**
   * The exchange variables for the nanoseconds at the first failure, and at the first in a stop.
   */
  private static final String SINCE = "_storingSince";

  private static final String STOPPING = "_storingStops";

  /** The exchange variable for the number of failed writes. */
  private static final String FAILURES = "_storeFailures";

  private final FailurePolicy policy;
  private final Pause pause;
  private final int tries;
  private final Duration whileStopping;
  private final LongSupplier clock;
  private final RandomGenerator random = new SecureRandom();

  /**
   * @param tries failures before the queue pauses, if S3 as a whole fails
   * @param shutdownSeconds how long prompts in progress may take when the service stops
   */
  public StoreRetries(FailurePolicy policy, Pause pause, int tries, long shutdownSeconds) {
    this(policy, pause, tries, shutdownSeconds, System::nanoTime);
  }

  /**
   * @param clock nanoseconds, as {@link System#nanoTime}
   */
  StoreRetries(
      FailurePolicy policy, Pause pause, int tries, long shutdownSeconds, LongSupplier clock) {
    this.policy = policy;
    this.pause = pause;
    this.tries = tries;
    this.whileStopping = Duration.ofSeconds(shutdownSeconds).dividedBy(2);
    this.clock = clock;
  }

  /** Camel asks after each failure. */
  public boolean mayRetry(Exchange exchange) {
    Verdict verdict = policy.verdict(exchange);
    return verdict.reason() == Reason.STORE
        && verdict.mayBeRetried()
        && since(SINCE, exchange).compareTo(LONGEST) < 0
        && (!isStopping(exchange) || since(STOPPING, exchange).compareTo(whileStopping) < 0);
  }

  /** Runs right after a failure: sets the delay, and pauses the queue if S3 as a whole fails. */
  @Override
  public void process(Exchange exchange) {
    int failures = exchange.getVariable(FAILURES, 0, Integer.class) + 1;
    exchange.setVariable(FAILURES, failures);
    Duration delay = Retries.delay(BASE, LONGEST_DELAY, failures, random);
    exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, delay.toMillis());
    // A single failure may be a hiccup, which need not stop the queue.
    if (failures == tries && policy.verdict(exchange).reason() == Reason.STORE) {
      Throwable thrown = FailurePolicy.caught(exchange);
      pause.consider(policy.failureOf(thrown), thrown);
    }
  }

  private Duration since(String variable, Exchange exchange) {
    long now = clock.getAsLong();
    Long first = exchange.getVariable(variable, Long.class);
    if (first == null) {
      exchange.setVariable(variable, now);
      return Duration.ZERO;
    }
    return Duration.ofNanos(now - first);
  }

  private static boolean isStopping(Exchange exchange) {
    return exchange.getContext().isStopping();
  }
}
