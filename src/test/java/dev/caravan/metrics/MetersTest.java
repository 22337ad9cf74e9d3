package dev.caravan.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which metrics may be recorded, and how they are documented. */
class MetersTest {

  private static final Path DOCS = Path.of("docs/metrics.md");
  private static final String HEAD = "| metric |";

  private final PrometheusMeterRegistry prometheus =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Meters meters = new Meters();

  MetersTest() {
    meters.readBy(prometheus);
  }

  @Test
  void the_documentation_lists_every_metric_as_it_is_declared() throws IOException {
    String text = Files.readString(DOCS);
    int from = text.indexOf(HEAD);
    int to = text.indexOf("\n\n", from) + 1;
    if (Boolean.getBoolean("caravan.docs.write")) {
      Files.writeString(DOCS, text.substring(0, from) + Metric.markdown() + text.substring(to));
    }

    assertThat(text.substring(from, to)).isEqualTo(Metric.markdown());
  }

  @ParameterizedTest
  @EnumSource
  void every_metric_can_be_registered_with_its_tags_and_only_so(Metric metric) {
    String[] values = metric.tags().stream().map(tag -> "any").toArray(String[]::new);
    register(metric, values);

    Meter meter = prometheus.get(metric.id()).meter();
    assertThat(meter.getId().getDescription()).isEqualTo(metric.meaning());
    assertThat(meter.getId().getTags())
        .extracting(tag -> tag.getKey())
        .containsExactlyInAnyOrderElementsOf(metric.tags().stream().map(MetricTag::name).toList());
    String[] more = Arrays.copyOf(values, values.length + 1);
    assertThatThrownBy(() -> register(metric, more))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(metric.id());
  }

  @Test
  void a_timer_has_fixed_buckets_for_prometheus() {
    meters.timer(Metric.QUEUE_WAIT).record(Duration.ofMillis(300));

    assertThat(prometheus.scrape())
        .contains("caravan_queue_wait_seconds_bucket{le=\"0.25\"} 0")
        .contains("caravan_queue_wait_seconds_bucket{le=\"0.5\"} 1")
        .contains("caravan_queue_wait_seconds_bucket{le=\"3600.0\"} 1");
  }

  private void register(Metric metric, String... values) {
    switch (metric.kind()) {
      case TIMER -> meters.timer(metric, values);
      case COUNTER -> meters.counter(metric, values);
      case GAUGE -> meters.gauge(metric, this, any -> 1, values);
    }
  }
}
