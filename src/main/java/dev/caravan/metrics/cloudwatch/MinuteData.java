package dev.caravan.metrics.cloudwatch;

import io.micrometer.core.instrument.Meter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** The meters' values of one minute, as CloudWatch data. */
final class MinuteData {

  /** CloudWatch's maximum number of values in one datum. */
  static final int MOST_VALUES = 150;

  private final Instant minute;
  private final List<MetricDatum> data = new ArrayList<>();

  /**
   * @param minute the start of the minute, the same on every instance
   */
  MinuteData(Instant minute) {
    this.minute = minute;
  }

  /**
   * A distribution, split into as many data as CloudWatch's limit requires; CloudWatch merges them.
   */
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

  /** Empty if nothing was counted. */
  void addIncrease(Meter.Id id, double increase) {
    if (increase > 0) {
      data.add(datum(id, StandardUnit.COUNT).value(increase).build());
    }
  }

  /** Empty if the gauge has no value now. */
  void addGauge(Meter.Id id, double value) {
    // CloudWatch refuses NaN and infinity, and would refuse the whole request with them.
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
