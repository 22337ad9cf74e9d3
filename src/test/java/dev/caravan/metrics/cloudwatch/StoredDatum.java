package dev.caravan.metrics.cloudwatch;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A datum as CloudWatch keeps it; one with a single value is a distribution of one. */
public record StoredDatum(
    String name,
    Map<String, String> dimensions,
    Instant at,
    String unit,
    List<Double> values,
    List<Double> counts) {

  /** The number of samples. */
  public double samples() {
    return counts.stream().mapToDouble(Double::doubleValue).sum();
  }

  /** The value of one that was sent as a single value. */
  public double value() {
    return values.get(0);
  }
}
