package dev.caravan.metrics.cloudwatch;

import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/**
 * One minute of twenty instances: what really happened, what an alarm on per-instance metrics makes
 * of it, and what ours publish.
 */
final class FleetMinute {

  static final int INSTANCES = 20;

  private final List<double[]> latencies;

  FleetMinute(LoadShape shape, Random random) {
    this.latencies =
        IntStream.range(0, INSTANCES).mapToObj(at -> shape.minute(at, random)).toList();
  }

  /** The p95 of all requests of the fleet. */
  double truth() {
    return Percentile.p95(latencies.stream().flatMapToDouble(Arrays::stream).toArray());
  }

  /** An alarm's p95 over one number of each instance, as micrometer-registry-cloudwatch2 sends. */
  double p95Of(ToDoubleFunction<double[]> aggregate) {
    return Percentile.p95(latencies.stream().mapToDouble(aggregate).toArray());
  }

  double maximumOf(ToDoubleFunction<double[]> aggregate) {
    return latencies.stream().mapToDouble(aggregate).max().orElseThrow();
  }

  double averageOf(ToDoubleFunction<double[]> aggregate) {
    return latencies.stream().mapToDouble(aggregate).average().orElseThrow();
  }

  /** The data that twenty registries publish, each about the requests of its instance. */
  List<List<MetricDatum>> published(MockClock clock) {
    List<Outbox> outboxes = new ArrayList<>();
    List<CloudWatchRegistry> registries = new ArrayList<>();
    for (double[] minute : latencies) {
      Outbox outbox = new Outbox();
      CloudWatchRegistry registry = new CloudWatchRegistry(outbox, clock);
      Timer timer = registry.timer("latency");
      Arrays.stream(minute)
          .forEach(millis -> timer.record(Duration.ofNanos((long) (millis * 1e6))));
      outboxes.add(outbox);
      registries.add(registry);
    }
    clock.add(Duration.ofMinutes(1));
    registries.forEach(CloudWatchRegistry::endMinute);
    return outboxes.stream().map(Outbox::take).toList();
  }
}
