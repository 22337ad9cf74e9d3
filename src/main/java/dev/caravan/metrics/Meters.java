package dev.caravan.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * All meters, whichever registries read them. A measurement made before a registry was added is
 * lost, so registries are added before the routes start.
 */
public final class Meters implements AutoCloseable {

  /** The upper bounds of the buckets for Prometheus, in milliseconds. */
  private static final Duration[] BUCKETS =
      Arrays.stream(
              new long[] {
                5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000, 30_000, 60_000,
                120_000, 300_000, 900_000, 3_600_000
              })
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  // Not bound in Camel's registry, because Camel would use any registry of this type for its own.
  private final CompositeMeterRegistry meters = new CompositeMeterRegistry();

  /** One meter of a metric. A tag has few values, because callers do not choose them. */
  private record Key(Metric metric, List<String> values) {}

  // A lookup in Micrometer builds a meter first, which would cost more than the measurement.
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Metric, LastHour> hours = new ConcurrentHashMap<>();

  /** From now on, this registry gets all measurements, too. */
  public void readBy(MeterRegistry reader) {
    meters.add(reader);
  }

  /**
   * @param values of the metric's tags, in the order of the tags
   */
  public Timer timer(Metric metric, String... values) {
    return timers.computeIfAbsent(
        new Key(metric, Arrays.asList(values)), key -> register(metric, values));
  }

  /** The last hour of a timer of prompts, whatever their tags are. */
  public LastHour lastHour(Metric metric) {
    return hours.computeIfAbsent(metric, key -> new LastHour());
  }

  private Timer register(Metric metric, String... values) {
    return Timer.builder(metric.id())
        .description(metric.meaning())
        .tags(tags(metric, Metric.Kind.TIMER, values))
        .serviceLevelObjectives(BUCKETS)
        .register(meters);
  }

  public Counter counter(Metric metric, String... values) {
    return counters.computeIfAbsent(
        new Key(metric, Arrays.asList(values)), key -> count(metric, values));
  }

  /** The sum of all counters of a metric whose first tag has this value. */
  double total(Metric metric, String first) {
    return counters.entrySet().stream()
        .filter(each -> each.getKey().metric() == metric)
        .filter(each -> each.getKey().values().get(0).equals(first))
        .mapToDouble(each -> each.getValue().count())
        .sum();
  }

  /** The value of a counter; 0 if nothing was counted yet, without making a counter of it. */
  double counted(Metric metric, String... values) {
    Counter counter = counters.get(new Key(metric, Arrays.asList(values)));
    return counter == null ? 0 : counter.count();
  }

  private Counter count(Metric metric, String... values) {
    return Counter.builder(metric.id())
        .description(metric.meaning())
        .tags(tags(metric, Metric.Kind.COUNTER, values))
        .register(meters);
  }

  /** A counter whose total is kept by another object. */
  public <T> void total(Metric metric, T of, ToDoubleFunction<T> total, String... values) {
    FunctionCounter.builder(metric.id(), of, total)
        .description(metric.meaning())
        .tags(tags(metric, Metric.Kind.COUNTER, values))
        .register(meters);
  }

  public <T> void gauge(Metric metric, T of, ToDoubleFunction<T> value, String... values) {
    Gauge.builder(metric.id(), of, value)
        .description(metric.meaning())
        .tags(tags(metric, Metric.Kind.GAUGE, values))
        .strongReference(true)
        .register(meters);
  }

  private static List<Tag> tags(Metric metric, Metric.Kind kind, String... values) {
    if (metric.kind() != kind || metric.tags().size() != values.length) {
      throw new IllegalArgumentException(
          "%s is a %s with the tags %s; asked for a %s with the values %s"
              .formatted(metric.id(), metric.kind(), metric.tags(), kind, Arrays.toString(values)));
    }
    List<Tag> tags = new ArrayList<>();
    for (int at = 0; at < values.length; at++) {
      tags.add(Tag.of(metric.tags().get(at).name(), values[at]));
    }
    return tags;
  }

  @Override
  public void close() {
    meters.close();
  }
}
