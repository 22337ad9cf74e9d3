package dev.caravan.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ExportVariablesTest {

  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String EXPORTER = "OTEL_TRACES_EXPORTER";

  @Test
  void nothing_is_exported_unless_somebody_says_where_to_or_how() {
    assertThat(variables(Map.of()).isOn()).isFalse();
    assertThat(variables(Map.of("OTEL_SERVICE_NAME", "caravan")).isOn()).isFalse();
    assertThat(variables(Map.of(ENDPOINT, " ")).isOn()).isFalse();
    assertThat(variables(Map.of(ENDPOINT, "http://collector:4318")).isOn()).isTrue();
    assertThat(variables(Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://collector/t")).isOn())
        .isTrue();
    assertThat(variables(Map.of(EXPORTER, "otlp")).isOn()).isTrue();
  }

  @Test
  void it_can_be_turned_off_whatever_else_is_set() {
    assertThat(variables(Map.of(ENDPOINT, "http://collector:4318", EXPORTER, "none")).isOn())
        .isFalse();
    assertThat(
            variables(Map.of(ENDPOINT, "http://collector:4318", "OTEL_SDK_DISABLED", "TRUE"))
                .isOn())
        .isFalse();
  }

  @Test
  void the_destination_is_told_without_what_may_be_secret() {
    assertThat(variables(Map.of(EXPORTER, "otlp")).destination())
        .isEqualTo("http://localhost:4318/v1/traces");
    assertThat(variables(Map.of(ENDPOINT, "http://collector:4318/")).destination())
        .isEqualTo("http://collector:4318/v1/traces");
    assertThat(
            variables(
                    Map.of(
                        ENDPOINT,
                        "http://elsewhere:4318",
                        "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
                        "https://user:word@collector/otlp?token=x"))
                .destination())
        .isEqualTo("https://collector/otlp");
  }

  private static ExportVariables variables(Map<String, String> set) {
    return new ExportVariables(set::get);
  }
}
