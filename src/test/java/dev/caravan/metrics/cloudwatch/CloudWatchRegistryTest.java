package dev.caravan.metrics.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** The data that a minute becomes; the test sets the clock. */
class CloudWatchRegistryTest {

  private final MockClock clock = new MockClock();
  private final Outbox outbox = new Outbox();
  private final CloudWatchRegistry registry = new CloudWatchRegistry(outbox, clock);
  private final Instant first = minute();

  @Test
  void a_timer_is_one_datum_of_values_and_counts_stamped_with_the_minute_it_is_of() {
    Timer timer = registry.timer("wait", "model", "lite");
    IntStream.range(0, 30).forEach(n -> timer.record(Duration.ofMillis(100)));
    timer.record(Duration.ofSeconds(7));

    List<MetricDatum> data = nextMinute();

    assertThat(data).hasSize(1);
    MetricDatum datum = data.get(0);
    assertThat(datum.metricName()).isEqualTo("wait");
    assertThat(datum.timestamp()).isEqualTo(first);
    assertThat(datum.unit()).isEqualTo(StandardUnit.MILLISECONDS);
    assertThat(datum.dimensions())
        .singleElement()
        .satisfies(only -> assertThat(only.name() + "=" + only.value()).isEqualTo("model=lite"));
    assertThat(datum.counts()).containsExactly(30.0, 1.0);
    assertThat(datum.values().get(0)).isBetween(95.0, 105.0);
    assertThat(datum.values().get(1)).isBetween(6_650.0, 7_350.0);
    assertThat(datum.value()).isNull();
    assertThat(datum.statisticValues()).isNull();
  }

  @Test
  void nothing_is_said_while_the_minute_lasts_nor_of_a_minute_without_anything() {
    registry.timer("wait").record(Duration.ofMillis(5));
    clock.add(Duration.ofMillis(10));

    registry.endMinute();
    assertThat(outbox.size()).isZero();

    assertThat(nextMinute()).hasSize(1);
    assertThat(nextMinute()).isEmpty();
  }

  @Test
  void a_minute_that_is_closed_late_keeps_its_own_stamp() {
    registry.timer("wait").record(Duration.ofMillis(5));
    clock.add(Duration.ofMinutes(3).plusSeconds(20));

    registry.endMinute();

    assertThat(outbox.take()).extracting(MetricDatum::timestamp).containsExactly(first);
  }

  @Test
  void the_close_says_what_the_unfinished_minute_has_brought() {
    registry.timer("wait").record(Duration.ofMillis(5));
    nextMinute();
    registry.timer("wait").record(Duration.ofMillis(5));
    clock.add(Duration.ofSeconds(20));

    registry.close();

    assertThat(outbox.take())
        .extracting(MetricDatum::timestamp)
        .containsExactly(first.plus(CloudWatchRegistry.MINUTE));
  }

  @Test
  void a_counter_says_what_it_grew_by_and_nothing_where_it_did_not() {
    Counter counter = registry.counter("cost");
    AtomicLong lost = new AtomicLong(4);
    registry.more().counter("lost", List.of(), lost, AtomicLong::get);
    counter.increment(0.25);
    counter.increment(0.5);

    assertThat(nextMinute())
        .extracting(MetricDatum::metricName, MetricDatum::value)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("cost", 0.75),
            org.assertj.core.groups.Tuple.tuple("lost", 4.0));
    lost.set(6);
    assertThat(nextMinute())
        .extracting(MetricDatum::metricName, MetricDatum::value)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("lost", 2.0));
    assertThat(nextMinute()).isEmpty();
  }

  @Test
  void a_gauge_says_its_value_and_nothing_where_it_has_none() {
    double[] value = {0};
    Gauge.builder("paused", () -> value[0]).register(registry);
    assertThat(nextMinute()).extracting(MetricDatum::value).containsExactly(0.0);

    value[0] = Double.NaN;
    assertThat(nextMinute()).isEmpty();
    value[0] = Double.POSITIVE_INFINITY;
    assertThat(nextMinute()).isEmpty();
  }

  @Test
  void what_a_removed_meter_had_counted_is_kept() {
    Timer timer = registry.timer("wait");
    timer.record(Duration.ofMillis(5));
    Counter counter = registry.counter("retries");
    counter.increment();

    registry.remove(timer);
    registry.remove(counter);

    assertThat(outbox.take())
        .extracting(MetricDatum::metricName)
        .containsExactlyInAnyOrder("wait", "retries");
    assertThat(nextMinute()).isEmpty();
  }

  @Test
  void more_values_than_one_datum_may_have_become_two() {
    Timer timer = registry.timer("wait");
    IntStream.range(0, Buckets.COUNT)
        .forEach(bucket -> timer.record(Duration.ofNanos((long) (Buckets.value(bucket) * 1e6))));

    assertThat(nextMinute())
        .extracting(datum -> datum.values().size())
        .containsExactly(MinuteData.MOST_VALUES, Buckets.COUNT - MinuteData.MOST_VALUES);
  }

  private List<MetricDatum> nextMinute() {
    clock.add(Duration.ofMinutes(1));
    registry.endMinute();
    return outbox.take();
  }

  private Instant minute() {
    return Instant.ofEpochMilli(clock.wallTime() / 60_000 * 60_000);
  }
}
