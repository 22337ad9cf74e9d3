package dev.caravan.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class UnexpectedFailuresTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void bugs_of_both_entrances_count_and_other_failures_do_not() {
    try (Meters meters = new Meters()) {
      meters.readBy(registry);
      UnexpectedFailures failures = new UnexpectedFailures(meters);
      assertThat(failures.count()).isZero();
      assertThat(registry.getMeters()).as("looking makes no counter").isEmpty();

      meters.counter(Metric.GENERATIONS, "failed", "UNEXPECTED", "http").increment();
      meters.counter(Metric.GENERATIONS, "given-back", "UNEXPECTED", "queue").increment();
      meters.counter(Metric.GENERATIONS, "given-back", "THROTTLED", "queue").increment();
      meters.counter(Metric.GENERATIONS, "done", "NONE", "queue").increment();

      assertThat(failures.count()).isEqualTo(2);
    }
  }
}
