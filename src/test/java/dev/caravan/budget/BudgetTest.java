package dev.caravan.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.caravan.failure.FailurePolicy;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class BudgetTest {

  private final MovableClock clock = new MovableClock("2026-11-23T18:00:00Z");
  private final AtomicInteger pauses = new AtomicInteger();
  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());
  private final Budget budget = budget("0.10");

  @Test
  void calls_are_allowed_until_the_budget_is_reached() {
    budget.spend(new BigDecimal("0.04"));
    budget.spend(new BigDecimal("0.05"));
    assertThatCode(() -> budget.allow(exchange)).doesNotThrowAnyException();
    assertThat(budget.used()).isEqualTo(0.9);
    assertThat(pauses).hasValue(0);

    budget.spend(new BigDecimal("0.01"));

    assertThat(budget.used()).isEqualTo(1);
    assertThat(pauses).hasValue(1);
    BudgetUsedUpException refused =
        catchThrowableOfType(BudgetUsedUpException.class, () -> budget.allow(exchange));
    Failure failure = new FailurePolicy().failureOf(refused);
    assertThat(failure.reason()).isEqualTo(Reason.QUOTA);
    assertThat(failure.detail())
        .isEqualTo("Today's budget of $0.10 is used up; models are called again from 00:00 UTC.");
    assertThat(exchange.getVariable("_retryAfter", Duration.class))
        .isEqualTo(Duration.ofHours(6).plusSeconds(1));
  }

  @Test
  void the_next_day_it_goes_on_by_itself() {
    budget.spend(new BigDecimal("0.2"));
    assertThat(budget.trouble()).isPresent();

    clock.set("2026-11-23T23:59:59.999Z");
    assertThat(budget.trouble()).isPresent();
    clock.set("2026-11-24T00:00:00Z");

    assertThat(budget.trouble()).isEmpty();
    assertThat(budget.used()).isZero();
    assertThatCode(() -> budget.allow(exchange)).doesNotThrowAnyException();
  }

  @Test
  void what_others_have_spent_counts() {
    budget.spend(new BigDecimal("0.04"));
    budget
        .spending()
        .read(new DaySpending.Part(LocalDate.of(2026, 11, 23), new BigDecimal("0.06")));

    budget.look();

    assertThat(budget.trouble()).isPresent();
    assertThat(pauses).hasValue(1);
  }

  @Test
  void without_a_budget_everything_is_allowed_and_counted() {
    Budget none = budget("");

    none.spend(new BigDecimal("1000000"));

    assertThat(none.isSet()).isFalse();
    assertThat(none.trouble()).isEmpty();
    assertThat(none.spending().total()).isEqualByComparingTo("1000000");
    assertThatCode(() -> none.allow(exchange)).doesNotThrowAnyException();
  }

  private Budget budget(String usdPerDay) {
    Budget made = new Budget(clock);
    made.setUsdPerDay(usdPerDay);
    made.whenUsedUp(pauses::incrementAndGet);
    return made;
  }
}
