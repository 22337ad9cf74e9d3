package dev.caravan.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class FinishedPromptsTest {

  @Test
  void counts_what_is_done_or_has_failed_from_both_entrances() {
    try (Meters meters = new Meters()) {
      meters.readBy(new SimpleMeterRegistry());
      FinishedPrompts finished = new FinishedPrompts(meters);
      assertThat(finished.count()).isZero();

      for (String source : List.of("http", "queue")) {
        meters.counter(Metric.GENERATIONS, "done", "NONE", source).increment();
        meters.counter(Metric.GENERATIONS, "failed", "UNEXPECTED", source).increment();
      }
      meters.counter(Metric.GENERATIONS, "refused", "THROTTLED", "http").increment();
      meters.counter(Metric.GENERATIONS, "given-back", "MODEL_DOWN", "queue").increment();
      meters.counter(Metric.GENERATIONS, "cancelled", "NONE", "queue").increment();

      assertThat(finished.count()).isEqualTo(4);
    }
  }
}
