package dev.caravan.budget;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * The amount that the fleet has spent today (UTC), in US dollars: this instance's part as it
 * happens, and the others' part as last read. A new day begins at 0.
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

  /** Sets what the other instances have spent; an amount of a past day is ignored. */
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

  /** The time until the next day begins. */
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
    // Only forward: if the clock is set back a little, the day's spending must not be lost.
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
