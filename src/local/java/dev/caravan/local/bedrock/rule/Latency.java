package dev.caravan.local.bedrock.rule;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** A duration: either fixed, or any between two bounds with equal probability. */
public record Latency(Duration shortest, Duration longest) {

  public Latency {
    if (shortest.isNegative() || longest.compareTo(shortest) < 0) {
      throw new IllegalArgumentException(
          "found "
              + new Span(shortest)
              + "-"
              + new Span(longest)
              + ", allowed: 0 or more, the shorter first");
    }
  }

  public static Latency none() {
    return exactly(Duration.ZERO);
  }

  public static Latency exactly(Duration time) {
    return new Latency(time, time);
  }

  public static Latency between(Duration shortest, Duration longest) {
    return new Latency(shortest, longest);
  }

  /** Reads {@code 250ms}, {@code 1.5s}, {@code 30} (seconds) or a range, {@code 1s-3s}. */
  public static Latency parse(String text) {
    int dash = text.indexOf('-', 1);
    if (dash < 0) {
      return exactly(Span.parse(text).value());
    }
    return between(
        Span.parse(text.substring(0, dash)).value(), Span.parse(text.substring(dash + 1)).value());
  }

  public boolean isNone() {
    return longest.isZero();
  }

  public Duration sample(RandomGenerator random) {
    long spread = longest.minus(shortest).toNanos();
    return spread == 0 ? shortest : shortest.plusNanos(random.nextLong(spread + 1));
  }

  @Override
  public String toString() {
    String first = new Span(shortest).toString();
    return shortest.equals(longest) ? first : first + "-" + new Span(longest);
  }
}
