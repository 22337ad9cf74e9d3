package dev.caravan.tracing;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What OpenTelemetry's own variables say of exporting, read without loading any of it.
 *
 * @param values a variable's value, or null; as the SDK looks, a system property wins
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

  /** Somebody has said where to, or how; the SDK alone would export to localhost unasked. */
  boolean isOn() {
    String exporter = value(EXPORTER).orElse("");
    return !value("OTEL_SDK_DISABLED").orElse("").equalsIgnoreCase("true")
        && !exporter.equals("none")
        && (!exporter.isEmpty()
            || value(ENDPOINT).isPresent()
            || value(TRACES_ENDPOINT).isPresent());
  }

  /** Where spans go, without what may be secret in it. */
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
