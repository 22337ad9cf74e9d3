package dev.caravan.metrics;

import java.util.List;

/**
 * A tag of a metric.
 *
 * @param values that the tag can have; {@code REASON} means any {@link
 *     dev.caravan.generation.Reason}; empty if the values come from the catalogue or the routes
 */
record MetricTag(String name, List<String> values) {

  /**
   * @param declared {@code name}, or {@code name=one|other}
   */
  static MetricTag of(String declared) {
    String[] parts = declared.split("=", 2);
    return new MetricTag(parts[0], parts.length == 1 ? List.of() : List.of(parts[1].split("\\|")));
  }

  String markdown() {
    return values.isEmpty()
        ? "`%s`".formatted(name)
        : "`%s`: %s".formatted(name, String.join(", ", values));
  }
}
