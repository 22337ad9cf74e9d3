package dev.caravan.metrics.cloudwatch;

import java.util.Arrays;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The 95th percentile by nearest rank: of single values, or of values with their counts. */
final class Percentile {

  private static final double P95 = 0.95;

  private Percentile() {}

  static double p95(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(int) Math.ceil(P95 * sorted.length) - 1];
  }

  /** The percentile of all distributions, merged as CloudWatch merges them. */
  static double p95(Collection<StoredDatum> data) {
    NavigableMap<Double, Double> merged = new TreeMap<>();
    for (StoredDatum datum : data) {
      for (int at = 0; at < datum.values().size(); at++) {
        merged.merge(datum.values().get(at), datum.counts().get(at), Double::sum);
      }
    }
    double rank = Math.ceil(P95 * merged.values().stream().mapToDouble(Double::doubleValue).sum());
    double seen = 0;
    for (var entry : merged.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank) {
        return entry.getKey();
      }
    }
    throw new IllegalArgumentException("no data");
  }
}
