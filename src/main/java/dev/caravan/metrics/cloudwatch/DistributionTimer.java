package dev.caravan.metrics.cloudwatch;

import io.micrometer.core.instrument.AbstractTimer;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.distribution.pause.NoPauseDetector;
import io.micrometer.core.instrument.util.TimeUtils;
import java.util.NavigableMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** A timer that keeps the distribution of its durations. A percentile could not be merged. */
final class DistributionTimer extends AbstractTimer {

  private final BucketCounts buckets;
  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();

  DistributionTimer(Meter.Id id, Clock clock) {
    this(id, clock, new BucketCounts());
  }

  private DistributionTimer(Meter.Id id, Clock clock, BucketCounts buckets) {
    super(id, clock, new NoPauseDetector(), TimeUnit.MILLISECONDS, buckets);
    this.buckets = buckets;
  }

  @Override
  protected void recordNonNegative(long amount, TimeUnit unit) {
    count.increment();
    nanos.add(unit.toNanos(amount));
  }

  /** The same as {@link BucketCounts#drain}. */
  NavigableMap<Double, Long> drain() {
    return buckets.drain();
  }

  /** Since the start. */
  @Override
  public long count() {
    return count.sum();
  }

  /** Since the start. */
  @Override
  public double totalTime(TimeUnit unit) {
    return TimeUtils.nanosToUnit(nanos.sum(), unit);
  }

  /** Not kept, because CloudWatch finds the maximum among the values. */
  @Override
  public double max(TimeUnit unit) {
    return 0;
  }
}
