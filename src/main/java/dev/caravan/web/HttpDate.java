package dev.caravan.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A point in time as the header {@code Date} has it (RFC 9110, IMF-fixdate).
 *
 * @param second since 1970
 */
record HttpDate(long second, String text) {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final long MILLIS = 1000;

  /** The last one that was needed: thousands of answers in one second share it. */
  private static volatile HttpDate last = of(0);

  static String now() {
    long second = System.currentTimeMillis() / MILLIS;
    HttpDate found = last;
    if (found.second != second) {
      found = of(second);
      last = found;
    }
    return found.text;
  }

  private static HttpDate of(long second) {
    return new HttpDate(second, FORMAT.format(Instant.ofEpochSecond(second)));
  }
}
