package dev.caravan.budget;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What models have cost per day (UTC), of all instances that share the bucket and the prefix. */
public final class Costs {

  /** The most days that can be read; the amounts of earlier days may have been deleted. */
  public static final int MOST_DAYS = 31;

  /** The amount of one day in US dollars. */
  public record Day(LocalDate day, BigDecimal usd) {}

  /**
   * What is left of a day's budget.
   *
   * @param left 0 if it is used up
   * @param resetsAt when the next day begins
   */
  public record Left(BigDecimal usdPerDay, BigDecimal left, Instant resetsAt) {}

  /**
   * @param days newest first, the first one is today
   * @param budget empty without a budget
   */
  public record Report(List<Day> days, Optional<Left> budget) {}

  private final Budget budget;
  private final SpendingObjects objects;

  public Costs(Budget budget, SpendingObjects objects) {
    this.budget = budget;
    this.objects = objects;
  }

  /**
   * @param days 1 to {@value #MOST_DAYS}, today included
   * @throws dev.caravan.store.StoreException if S3 can't be read
   */
  public Report last(int days) {
    DaySpending.Part own = budget.spending().own();
    LocalDate today = own.day();
    Map<LocalDate, BigDecimal> spent = objects.readSince(today.minusDays(days - 1L), today);
    spent.merge(today, own.usd(), BigDecimal::add);
    List<Day> rows =
        Stream.iterate(today, day -> day.minusDays(1))
            .limit(days)
            .map(day -> new Day(day, spent.getOrDefault(day, BigDecimal.ZERO)))
            .toList();
    return new Report(rows, budget.usdPerDay().map(usd -> left(usd, rows.get(0))));
  }

  private static Left left(BigDecimal usdPerDay, Day today) {
    return new Left(
        usdPerDay,
        usdPerDay.subtract(today.usd()).max(BigDecimal.ZERO),
        today.day().plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
  }
}
