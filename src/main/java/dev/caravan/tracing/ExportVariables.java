package dev.caravan.tracing;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The OpenTelemetry variables about exporting, read without loading OpenTelemetry.
 *
 * @param values returns a variable's value, or null; a system property takes precedence, as in the
 *     SDK
 */
record ExportVariables(UnaryOperator<String> values) {

  private static final String EXPORTER = "OTEL_TRACES_EXPORTER";
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  private static final String PATH = "v1/traces";

  static ExportVariables ofThisProcess() {
    return new ExportVariables(
        name -> {
          String property = name.toLowerCase(Locale.ROOT).replace('_', '.');
          return System.getProperty(property, System.getenv(name));
        });
  }

  /**
   * True only if a variable names a destination or an exporter. By default, the SDK alone would
   * export to localhost.
   */
  boolean isOn() {
    String exporter = value(EXPORTER).orElse("");
    return !value("OTEL_SDK_DISABLED").orElse("").equalsIgnoreCase("true")
        && !exporter.equals("none")
        && (!exporter.isEmpty()
            || value(ENDPOINT).isPresent()
            || value(TRACES_ENDPOINT).isPresent());
  }

  /** Where spans go, without parts that may be secret. */
  String destination() {
    String base = value(ENDPOINT).orElse("http://localhost:4318");
    URI uri =
        URI.create(
            value(TRACES_ENDPOINT).orElse(base.endsWith("/") ? base + PATH : base + '/' + PATH));
    return uri.getScheme()
        + "://"
        + uri.getHost()
        + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
        + uri.getPath();
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(values.apply(name)).map(String::strip).filter(set -> !set.isEmpty());
  }
}
