package dev.caravan.wiring;

import static dev.caravan.wiring.Bean.bean;

import dev.caravan.budget.Budget;
import dev.caravan.budget.BudgetLifecycle;
import dev.caravan.budget.Costs;
import dev.caravan.budget.SpendingObjects;
import dev.caravan.failure.Pause;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/** What a day may cost. */
final class BudgetBeans {

  static final List<Bean<?>> ALL =
      List.of(
          bean("budget", Budget.class, BudgetBeans::budget),
          bean(
              "spendingObjects",
              SpendingObjects.class,
              beans ->
                  new SpendingObjects(
                      beans.get(S3Client.class),
                      StoreBeans.bucket(beans),
                      StoreBeans.prefix(beans))),
          bean(
              "costs",
              Costs.class,
              beans -> new Costs(beans.get(Budget.class), beans.get(SpendingObjects.class))),
          bean(
              "budgetLifecycle",
              BudgetLifecycle.class,
              beans ->
                  new BudgetLifecycle(
                      beans.get(Budget.class),
                      beans.get(SpendingObjects.class),
                      beans.get(Pause.class))));

  private BudgetBeans() {}

  private static Budget budget(Beans beans) {
    Budget budget = new Budget();
    budget.setUsdPerDay(beans.text("caravan.budget.usd-per-day"));
    return budget;
  }
}
