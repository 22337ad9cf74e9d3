package dev.caravan.bench.result;

import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;

/** Percentiles, in milliseconds. */
public record Percentiles(double p50, double p95, double p99) {

  private static final long LONGEST_MICROS = 600_000_000;

  /** Clocks can turn a very short time into a negative one, which counts as 0. */
  public static Percentiles ofMicros(LongStream micros) {
    Histogram histogram = new Histogram(LONGEST_MICROS, 3);
    micros.forEach(value -> histogram.recordValue(Math.max(0, Math.min(LONGEST_MICROS, value))));
    return new Percentiles(at(histogram, 50), at(histogram, 95), at(histogram, 99));
  }

  private static double at(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / 1_000.0;
  }
}
