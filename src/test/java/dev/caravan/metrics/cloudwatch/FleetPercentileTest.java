package dev.caravan.metrics.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MockClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * What an alarm on the fleet's p95 sees. {@code mvn test -Dtest=FleetPercentileTest
 * -Dcaravan.p95.print=true} prints the table that docs/metrics.md shows.
 */
class FleetPercentileTest {

  private static final int MINUTES = 20;
  private static final double BOUND = 0.05;

  private final MockClock clock = new MockClock();

  FleetPercentileTest() {
    clock.add(Duration.ofDays(20_000));
  }

  @ParameterizedTest
  @EnumSource
  void ours_is_less_than_five_percent_off_whatever_the_load(LoadShape shape) {
    for (FleetMinute minute : minutes(shape)) {
      double truth = minute.truth();

      assertThat(Math.abs(ours(minute) - truth) / truth).isLessThanOrEqualTo(BOUND);
    }
  }

  @Test
  void what_twenty_instances_send_over_http_merges_into_the_p95_of_all_requests() throws Exception {
    FleetMinute minute = minutes(LoadShape.B).get(0);
    try (LocalCloudWatch cloudWatch =
            LocalCloudWatch.start(() -> Instant.ofEpochMilli(clock.wallTime()));
        CloudWatchClient client = cloudWatch.client()) {
      for (List<MetricDatum> instance : minute.published(clock)) {
        Outbox outbox = new Outbox();
        outbox.add(instance);
        new Delivery(client, "Caravan", outbox).send(Duration.ofSeconds(20));
      }

      assertThat(cloudWatch.complaints()).isEmpty();
      assertThat(cloudWatch.requests()).hasSize(FleetMinute.INSTANCES);
      assertThat(cloudWatch.stored("latency"))
          .extracting(StoredDatum::at)
          .containsOnly(cloudWatch.stored().get(0).at());
      assertThat(Percentile.p95(cloudWatch.stored("latency")) / minute.truth())
          .isBetween(1 - BOUND, 1 + BOUND);
    }
  }

  @Test
  void an_alarm_on_what_each_instance_sends_for_itself_is_wrong_for_most_loads() {
    long wrong =
        Arrays.stream(LoadShape.values())
            .filter(
                shape ->
                    error(minutes(shape), minute -> minute.p95Of(Percentile::p95)).worst() > 0.25)
            .count();

    assertThat(wrong).isGreaterThanOrEqualTo(4);
    if (Boolean.getBoolean("caravan.p95.print")) {
      System.out.println(table());
    }
  }

  /** Mean and largest relative error over many minutes. */
  private record Deviation(double mean, double worst) {

    @Override
    public String toString() {
      return "%+.0f %% (%.0f %%)".formatted(100 * mean, 100 * worst);
    }
  }

  private Deviation error(List<FleetMinute> minutes, ToDoubleFunction<FleetMinute> seen) {
    double[] errors =
        minutes.stream()
            .mapToDouble(minute -> seen.applyAsDouble(minute) / minute.truth() - 1)
            .toArray();
    return new Deviation(
        Arrays.stream(errors).average().orElseThrow(),
        Arrays.stream(errors).map(Math::abs).max().orElseThrow());
  }

  private String table() {
    StringBuilder table =
        new StringBuilder(
            "| load of 20 instances | true p95 | average of p95s | highest p95 | p95 of p95s | p95 of"
                + " maxima | p95 of averages | Caravan |\n"
                + "| --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for (LoadShape shape : LoadShape.values()) {
      List<FleetMinute> minutes = minutes(shape);
      table.append(
          "| %s: %s | %.0f ms | %s | %s | %s | %s | %s | %s |%n"
              .formatted(
                  shape,
                  shape.what,
                  minutes.stream().mapToDouble(FleetMinute::truth).average().orElseThrow(),
                  error(minutes, minute -> minute.averageOf(Percentile::p95)),
                  error(minutes, minute -> minute.maximumOf(Percentile::p95)),
                  error(minutes, minute -> minute.p95Of(Percentile::p95)),
                  error(minutes, minute -> minute.p95Of(FleetPercentileTest::maximum)),
                  error(minutes, minute -> minute.p95Of(FleetPercentileTest::average)),
                  ours(minutes)));
    }
    return table.toString();
  }

  private String ours(List<FleetMinute> minutes) {
    Deviation deviation = error(minutes, this::ours);
    return "**%+.1f %% (%.1f %%)**".formatted(100 * deviation.mean(), 100 * deviation.worst());
  }

  /** The p95 of what the registries publish, merged as CloudWatch merges it. */
  private double ours(FleetMinute minute) {
    return Percentile.p95(
        minute.published(clock).stream()
            .flatMap(List::stream)
            .map(
                datum ->
                    new StoredDatum(
                        datum.metricName(),
                        java.util.Map.of(),
                        datum.timestamp(),
                        datum.unitAsString(),
                        datum.values(),
                        datum.counts()))
            .toList());
  }

  /** The same at every run. */
  private static List<FleetMinute> minutes(LoadShape shape) {
    Random random = new Random(shape.ordinal() + 1L);
    return IntStream.range(0, MINUTES).mapToObj(n -> new FleetMinute(shape, random)).toList();
  }

  private static double maximum(double[] latencies) {
    return Arrays.stream(latencies).max().orElseThrow();
  }

  private static double average(double[] latencies) {
    return Arrays.stream(latencies).average().orElseThrow();
  }
}
