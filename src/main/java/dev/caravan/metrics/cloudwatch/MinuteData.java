package dev.caravan.metrics.cloudwatch;

import io.micrometer.core.instrument.Meter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** What meters say of one minute, in CloudWatch's words. */
final class MinuteData {

  /** The most values that CloudWatch takes in one datum. */
  static final int MOST_VALUES = 150;

  private final Instant minute;
  private final List<MetricDatum> data = new ArrayList<>();

  /**
   * @param minute its first moment, the same on every instance
   */
  MinuteData(Instant minute) {
    this.minute = minute;
  }

  /** A distribution, in as many data as it takes; CloudWatch merges them. */
  void add(Meter.Id id, NavigableMap<Double, Long> distribution) {
    List<Double> values = List.copyOf(distribution.keySet());
    List<Double> counts = distribution.values().stream().map(Long::doubleValue).toList();
    for (int from = 0; from < values.size(); from += MOST_VALUES) {
      int to = Math.min(values.size(), from + MOST_VALUES);
      data.add(
          datum(id, StandardUnit.MILLISECONDS)
              .values(values.subList(from, to))
              .counts(counts.subList(from, to))
              .build());
    }
  }

  /** Nothing where nothing was counted. */
  void addIncrease(Meter.Id id, double increase) {
    if (increase > 0) {
      data.add(datum(id, StandardUnit.COUNT).value(increase).build());
    }
  }

  /** Nothing where the gauge has no value now. */
  void addGauge(Meter.Id id, double value) {
    // CloudWatch refuses NaN and the infinities, and a refused datum takes its request with it.
    if (Double.isFinite(value)) {
      data.add(datum(id, StandardUnit.NONE).value(value).build());
    }
  }

  private MetricDatum.Builder datum(Meter.Id id, StandardUnit unit) {
    List<Dimension> dimensions =
        id.getTags().stream()
            .map(tag -> Dimension.builder().name(tag.getKey()).value(tag.getValue()).build())
            .toList();
    return MetricDatum.builder()
        .metricName(id.getName())
        .dimensions(dimensions)
        .timestamp(minute)
        .unit(unit);
  }

  List<MetricDatum> data() {
    return data;
  }
}
