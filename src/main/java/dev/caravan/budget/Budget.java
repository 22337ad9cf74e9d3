package dev.caravan.budget;

import dev.caravan.model.Models;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The amount that the fleet may spend on models in a day (UTC), and what it has spent. Without a
 * budget every call is allowed.
 */
public final class Budget {

  private static final Logger LOG = LoggerFactory.getLogger(Budget.class);

  /** The part of the budget from which the log warns. */
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
   * @param usd an amount above 0, in US dollars; blank for no budget
   */
  public void setUsdPerDay(String usd) {
    usdPerDay = usd == null || usd.isBlank() ? null : new BigDecimal(usd.strip());
  }

  public boolean isSet() {
    return usdPerDay != null;
  }

  /** The amount of a day; empty without a budget. */
  Optional<BigDecimal> usdPerDay() {
    return Optional.ofNullable(usdPerDay);
  }

  /**
   * A route step, before a model is called.
   *
   * @throws BudgetUsedUpException if the day's budget is used up; the variable {@code retryAfter}
   *     ({@link Duration}) says for how long
   */
  public void allow(Exchange exchange) {
    if (isUsedUp()) {
      whenUsedUp.run();
      exchange.setVariable("_retryAfter", spending.left().plusSeconds(1));
      throw new BudgetUsedUpException(usdPerDay);
    }
  }

  /** A route step, after a model has answered: adds the cost of the answer, whatever it says. */
  public void spend(Exchange exchange) {
    spend(exchange.getVariable(Models.CALL_COST, BigDecimal.class));
  }

  /**
   * @param usd cost of one call; null if it is not known
   */
  void spend(BigDecimal usd) {
    if (usd == null) {
      return;
    }
    spending.add(usd);
    if (isSet()) {
      look();
    }
  }

  /** The part of today's budget that is spent: 1 is all of it; it can be slightly more. */
  public double used() {
    return spending.total().divide(usdPerDay, MathContext.DECIMAL64).doubleValue();
  }

  /** Why models are not called now; empty if they may be. */
  public Optional<String> trouble() {
    return isUsedUp() ? Optional.of(BudgetUsedUpException.message(usdPerDay)) : Optional.empty();
  }

  /**
   * @param then runs at every check that finds the budget used up, possibly often
   */
  void whenUsedUp(Runnable then) {
    whenUsedUp = then;
  }

  DaySpending spending() {
    return spending;
  }

  /** Called after every change of the amount spent: warns, or acts if the budget is used up. */
  void look() {
    boolean nearly = used() >= NEARLY;
    if (warnsNow(nearly)) {
      LOG.warn(
          "${} of today's budget of ${} is spent.",
          spending.total().toPlainString(),
          usdPerDay.toPlainString());
    }
    if (isUsedUp()) {
      whenUsedUp.run();
    }
  }

  /** True once a day, because a new day begins below the mark. */
  private synchronized boolean warnsNow(boolean nearly) {
    boolean first = nearly && !warned;
    warned = nearly;
    return first;
  }

  private boolean isUsedUp() {
    return isSet() && spending.total().compareTo(usdPerDay) >= 0;
  }
}
