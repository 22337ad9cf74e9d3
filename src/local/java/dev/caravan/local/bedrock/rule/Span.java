package dev.caravan.local.bedrock.rule;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A duration as people write it: {@code 250ms}, {@code 1.5s}, {@code 2m}; a bare number means
 * seconds.
 */
record Span(Duration value) {

  private static final Pattern FORM = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,6})?)\\s*(ms|s|m|)");

  static Span parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "found \""
              + text
              + "\", allowed: a time such as \"250ms\", \"1.5s\", \"2m\" or 30"
              + " (seconds)");
    }
    long nanosOfUnit =
        switch (form.group(2)) {
          case "ms" -> 1_000_000L;
          case "m" -> 60_000_000_000L;
          default -> 1_000_000_000L;
        };
    BigDecimal nanos = new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(nanosOfUnit));
    return new Span(Duration.ofNanos(nanos.longValue()));
  }

  @Override
  public String toString() {
    return value.toNanosPart() == 0
        ? value.toSeconds() + "s"
        : BigDecimal.valueOf(value.toNanos(), 6).stripTrailingZeros().toPlainString() + "ms";
  }
}
