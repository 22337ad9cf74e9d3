package dev.caravan.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.it.RunningCaravan;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.store.StoreException;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** How instances exchange the amounts that they have spent. */
@ExtendWith(RunningCaravan.class)
class SpendingObjectsIT {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

  @Test
  void each_instance_reads_what_all_others_have_spent_that_day_and_not_its_own(Running caravan) {
    try (S3Client s3 = caravan.aws().s3Client()) {
      SpendingObjects here = instance(caravan, s3, "spending-sum");
      SpendingObjects there = instance(caravan, s3, "spending-sum");
      SpendingObjects elsewhere = instance(caravan, s3, "spending-sum");
      assertThat(here.readOthers(DAY).usd()).isZero();

      here.write(spent(DAY, "5"));
      there.write(spent(DAY, "0.000014"));
      elsewhere.write(spent(DAY, "0.04"));
      elsewhere.write(spent(DAY.minusDays(1), "100"));
      assertThat(here.readOthers(DAY)).isEqualTo(spent(DAY, "0.040014"));

      // An object that was read before is read again if it has changed.
      there.write(spent(DAY, "1"));
      assertThat(here.readOthers(DAY)).isEqualTo(spent(DAY, "1.04"));
      assertThat(there.readOthers(DAY)).isEqualTo(spent(DAY, "5.04"));
    }
  }

  @Test
  void the_costs_of_each_day_are_those_of_all_instances_and_what_this_one_has_not_written(
      Running caravan) {
    try (S3Client s3 = caravan.aws().s3Client()) {
      SpendingObjects here = instance(caravan, s3, "spending-days");
      SpendingObjects there = instance(caravan, s3, "spending-days");
      Budget budget = new Budget(new MovableClock("2026-11-23T18:00:00Z"));
      Costs costs = new Costs(budget, here);
      budget.spend(new BigDecimal("0.3"));
      here.write(spent(DAY, "0.2"));
      there.write(spent(DAY, "0.04"));
      here.write(spent(DAY.minusDays(1), "5"));
      there.write(spent(DAY.minusDays(1), "6"));
      there.write(spent(DAY.minusDays(3), "7"));
      s3.putObject(
          put -> put.bucket(caravan.aws().bucket()).key("spending-days/budget/notes/a.json"),
          RequestBody.fromString("{\"usd\":1}"));

      Costs.Report report = costs.last(3);

      assertThat(report.budget()).isEmpty();
      assertThat(report.days())
          .containsExactly(
              new Costs.Day(DAY, new BigDecimal("0.34")),
              new Costs.Day(DAY.minusDays(1), new BigDecimal("11")),
              new Costs.Day(DAY.minusDays(2), BigDecimal.ZERO));

      budget.setUsdPerDay("0.30");
      there.write(spent(DAY, "0.05"));
      assertThat(costs.last(1).days()).containsExactly(new Costs.Day(DAY, new BigDecimal("0.35")));
      assertThat(costs.last(1).budget())
          .hasValueSatisfying(
              left -> {
                assertThat(left.left()).isZero();
                assertThat(left.resetsAt()).isEqualTo("2026-11-24T00:00:00Z");
              });
    }
  }

  @Test
  void an_object_that_is_no_spending_is_named_with_what_it_should_be(Running caravan) {
    try (S3Client s3 = caravan.aws().s3Client()) {
      String key = "spending-broken/budget/2026-11-23/strange.json";
      s3.putObject(
          put -> put.bucket(caravan.aws().bucket()).key(key),
          RequestBody.fromString("{\"usd\":\"much\"}"));

      assertThatThrownBy(() -> instance(caravan, s3, "spending-broken").readOthers(DAY))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(key)
          .hasMessageContaining("{\"usd\":0.12}");
    }
  }

  private static SpendingObjects instance(Running caravan, S3Client s3, String prefix) {
    return new SpendingObjects(s3, caravan.aws().bucket(), prefix);
  }

  private static DaySpending.Part spent(LocalDate day, String usd) {
    return new DaySpending.Part(day, new BigDecimal(usd));
  }
}
