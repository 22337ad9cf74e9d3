package dev.caravan.metrics.cloudwatch;

import io.micrometer.core.instrument.distribution.Histogram;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLongArray;

/** The number of durations in each bucket since the last drain. */
final class BucketCounts implements Histogram {

  private static final double NANOS_PER_MILLI = 1e6;

  private final AtomicLongArray counts = new AtomicLongArray(Buckets.COUNT);

  /**
   * @param nanos one duration
   */
  @Override
  public void recordLong(long nanos) {
    recordDouble(nanos);
  }

  @Override
  public void recordDouble(double nanos) {
    counts.incrementAndGet(Buckets.of(nanos / NANOS_PER_MILLI));
  }

  /**
   * Empties the counts. A duration that is recorded meanwhile is in this result or in the next,
   * never in both.
   *
   * @return value in milliseconds to number of durations, smallest value first
   */
  NavigableMap<Double, Long> drain() {
    NavigableMap<Double, Long> drained = new TreeMap<>();
    for (int bucket = 0; bucket < Buckets.COUNT; bucket++) {
      long count = counts.getAndSet(bucket, 0);
      if (count > 0) {
        drained.put(Buckets.value(bucket), count);
      }
    }
    return drained;
  }

  @Override
  public HistogramSnapshot takeSnapshot(long count, double total, double max) {
    return HistogramSnapshot.empty(count, total, max);
  }
}
