package dev.caravan.tracing;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;

/** Reads headers from a map, for OpenTelemetry. */
final class Headers implements TextMapGetter<Map<String, String>> {

  @Override
  public Iterable<String> keys(Map<String, String> headers) {
    return headers.keySet();
  }

  @Override
  public String get(Map<String, String> headers, String name) {
    return headers.get(name);
  }
}
