package dev.caravan.metrics.cloudwatch;

/**
 * The buckets a duration falls into: each 1.1 times as wide as the one before, on the fixed points
 * that the CloudWatch agent uses too (SEH1), so that the values of all instances merge. A value is
 * its bucket's geometric middle, and so at most 4.88 % off.
 */
final class Buckets {

  /** Below 1 ms, and from there to 14.8 days; SQS keeps a message for 14. */
  static final int COUNT = 221;

  private static final double GROWTH = Math.log(1.1);

  /** What stands for everything below 1 ms. */
  private static final double SMALLEST = 0.5;

  private Buckets() {}

  /** The bucket of a duration; what is longer than the last one's falls into the last. */
  static int of(double millis) {
    return millis < 1 ? 0 : (int) Math.min(COUNT - 1, 1 + Math.floor(Math.log(millis) / GROWTH));
  }

  /** The duration in milliseconds that stands for all in this bucket. */
  static double value(int bucket) {
    return bucket == 0 ? SMALLEST : Math.exp((bucket - 0.5) * GROWTH);
  }
}
