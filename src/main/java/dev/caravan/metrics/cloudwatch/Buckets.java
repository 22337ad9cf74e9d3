package dev.caravan.metrics.cloudwatch;

/**
 * The buckets for durations. Each is 1.1 times as wide as the one before. The bounds are those of
 * the CloudWatch agent (SEH1), so the values of all instances merge. A bucket's value is its
 * geometric middle, so it is at most 4.88 % off.
 */
final class Buckets {

  /**
   * From 1 ms to 14.8 days, plus one for everything below 1 ms; SQS keeps a message for 14 days.
   */
  static final int COUNT = 221;

  private static final double GROWTH = Math.log(1.1);

  /** The value of all durations below 1 ms. */
  private static final double SMALLEST = 0.5;

  private Buckets() {}

  /** The bucket of a duration. Durations above the last bucket are counted in the last bucket. */
  static int of(double millis) {
    return millis < 1 ? 0 : (int) Math.min(COUNT - 1, 1 + Math.floor(Math.log(millis) / GROWTH));
  }

  /** The value of this bucket, a duration in milliseconds. */
  static double value(int bucket) {
    return bucket == 0 ? SMALLEST : Math.exp((bucket - 0.5) * GROWTH);
  }
}
