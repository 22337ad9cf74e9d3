package dev.caravan.budget;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * What the fleet has spent today (UTC), in US dollars: our own part as it happens, and the others'
 * as last read. A new day begins at nothing.
 */
final class DaySpending {

  /** One instance's part of a day. */
  record Part(LocalDate day, BigDecimal usd) {}

  private final Clock clock;
  private LocalDate day;
  private BigDecimal own = BigDecimal.ZERO;
  private BigDecimal others = BigDecimal.ZERO;

  DaySpending(Clock clock) {
    this.clock = clock;
    this.day = today();
  }

  synchronized void add(BigDecimal usd) {
    turn();
    own = own.add(usd);
  }

  /** What the others had spent on that day when it was read; of a day that is over, nothing. */
  synchronized void read(Part ofOthers) {
    turn();
    if (ofOthers.day().equals(day)) {
      others = ofOthers.usd();
    }
  }

  synchronized BigDecimal total() {
    turn();
    return own.add(others);
  }

  synchronized Part own() {
    turn();
    return new Part(day, own);
  }

  /** Until the next day begins. */
  Duration left() {
    Instant now = clock.instant();
    Instant midnight =
        LocalDate.ofInstant(now, ZoneOffset.UTC)
            .plusDays(1)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();
    return Duration.between(now, midnight);
  }

  private void turn() {
    LocalDate today = today();
    // Only forward: a clock that is set back a little must not forget a day's spending.
    if (today.isAfter(day)) {
      day = today;
      own = BigDecimal.ZERO;
      others = BigDecimal.ZERO;
    }
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
