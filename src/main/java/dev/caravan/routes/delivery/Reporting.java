package dev.caravan.routes.delivery;

import dev.caravan.store.StoreException;
import java.time.Clock;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes this instance's report when it changes, and often enough that it does not expire. */
final class Reporting {

  private static final Logger LOG = LoggerFactory.getLogger(Reporting.class);

  private final RouteStore store;
  private final Clock clock;
  private final StoreLog log =
      new StoreLog(
          LOG,
          "\"caravan routes status\" does not show this instance, because it can't write its report",
          "This instance can write its report again.");
  private Report reported;
  private Instant reportedAt = Instant.MIN;

  Reporting(RouteStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * @param isReadable false if reading from the store fails as well, which is in the log already
   */
  void report(Report now, boolean isReadable) {
    if (now.equals(reported) && reportedAt.plus(Report.EVERY).isAfter(clock.instant())) {
      return;
    }
    try {
      store.report(now);
      reported = now;
      reportedAt = clock.instant();
      log.worked();
    } catch (StoreException e) {
      if (isReadable) {
        log.failed(e);
      }
    } catch (RuntimeException e) {
      LOG.error("Can't write the report.", e);
    }
  }
}
