package dev.caravan.budget;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DaySpendingTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

  private final MovableClock clock = new MovableClock("2026-11-23T23:59:58Z");
  private final DaySpending spending = new DaySpending(clock);

  @Property
  void a_days_total_is_what_was_added_here_and_what_the_others_were_last_read_to_have_spent(
      @ForAll @Size(max = 20) List<@BigRange(min = "0", max = "10") BigDecimal> own,
      @ForAll @Size(min = 1, max = 5) List<@BigRange(min = "0", max = "10") BigDecimal> others) {
    DaySpending fresh = new DaySpending(clock);

    own.forEach(fresh::add);
    others.forEach(usd -> fresh.read(new DaySpending.Part(DAY, usd)));

    assertThat(fresh.total())
        .isEqualByComparingTo(
            own.stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .add(others.get(others.size() - 1)));
  }

  @Test
  void a_new_day_begins_at_nothing() {
    spending.add(new BigDecimal("0.08"));
    spending.read(new DaySpending.Part(DAY, BigDecimal.ONE));

    clock.set("2026-11-24T00:00:00Z");

    assertThat(spending.total()).isZero();
    assertThat(spending.own()).isEqualTo(new DaySpending.Part(DAY.plusDays(1), BigDecimal.ZERO));
  }

  @Test
  void what_others_spent_on_a_day_that_is_over_counts_for_nothing() {
    clock.set("2026-11-24T00:00:01Z");

    spending.read(new DaySpending.Part(DAY, BigDecimal.ONE));

    assertThat(spending.total()).isZero();
  }

  @Test
  void a_clock_set_back_over_midnight_forgets_nothing() {
    clock.set("2026-11-24T00:00:01Z");
    spending.add(BigDecimal.ONE);

    clock.set("2026-11-23T23:59:59Z");

    assertThat(spending.own()).isEqualTo(new DaySpending.Part(DAY.plusDays(1), BigDecimal.ONE));
  }

  @Test
  void a_day_is_over_at_midnight_utc() {
    assertThat(spending.left()).isEqualTo(Duration.ofSeconds(2));

    clock.set("2026-11-24T00:00:00Z");

    assertThat(spending.left()).isEqualTo(Duration.ofDays(1));
  }
}
