package dev.caravan.tracing;

import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.Map;

/** How OpenTelemetry reads headers that lie in a map. */
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
