package dev.caravan.budget;

import dev.caravan.generation.Generation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the fleet may spend on models in a day (UTC). Where none is set, it allows everything and
 * costs nothing.
 */
public final class Budget {

  private static final Logger LOG = LoggerFactory.getLogger(Budget.class);

  /** From this part on the log warns. */
  private static final double NEARLY = 0.8;

  private final DaySpending spending;
  private volatile BigDecimal usdPerDay;
  private volatile Runnable whenUsedUp = () -> {};
  private boolean warned;

  public Budget() {
    this(Clock.systemUTC());
  }

  Budget(Clock clock) {
    this.spending = new DaySpending(clock);
  }

  /**
   * @param usd an amount above 0; blank for no budget
   */
  public void setUsdPerDay(String usd) {
    usdPerDay = usd == null || usd.isBlank() ? null : new BigDecimal(usd.strip());
  }

  public boolean isSet() {
    return usdPerDay != null;
  }

  /**
   * A route step, right before a model is asked.
   *
   * @throws BudgetUsedUpException where the day's budget is used up; the variable {@code
   *     retryAfter} says how long, a {@link Duration}
   */
  public void allow(Exchange exchange) {
    if (isUsedUp()) {
      whenUsedUp.run();
      exchange.setVariable("_retryAfter", spending.left().plusSeconds(1));
      throw new BudgetUsedUpException(usdPerDay);
    }
  }

  /** A route step, right after a model has answered: what that cost. */
  public void spend(Generation answered) {
    if (isSet() && answered.costUsd() != null) {
      spending.add(answered.costUsd());
      look();
    }
  }

  /** The part of today's budget that is spent: 1 is all of it, and it may be a little more. */
  public double used() {
    return spending.total().divide(usdPerDay, MathContext.DECIMAL64).doubleValue();
  }

  /** Why no model is asked now; empty where one may be. */
  public Optional<String> trouble() {
    return isUsedUp() ? Optional.of(BudgetUsedUpException.message(usdPerDay)) : Optional.empty();
  }

  /**
   * @param then done at every look that finds the budget used up, perhaps often
   */
  void whenUsedUp(Runnable then) {
    whenUsedUp = then;
  }

  DaySpending spending() {
    return spending;
  }

  /** Warns, and says so where it is used up; after every change of what is spent. */
  void look() {
    boolean nearly = used() >= NEARLY;
    if (warnsNow(nearly)) {
      LOG.warn(
          "${} of today's budget of ${} are spent.",
          spending.total().toPlainString(),
          usdPerDay.toPlainString());
    }
    if (isUsedUp()) {
      whenUsedUp.run();
    }
  }

  /** Once a day: a new one begins below the mark. */
  private synchronized boolean warnsNow(boolean nearly) {
    boolean first = nearly && !warned;
    warned = nearly;
    return first;
  }

  private boolean isUsedUp() {
    return isSet() && spending.total().compareTo(usdPerDay) >= 0;
  }
}
