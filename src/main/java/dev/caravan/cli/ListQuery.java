package dev.caravan.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The query parameters of {@code GET /generations}. */
record ListQuery(Map<String, String> parameters) {

  static ListQuery ofAll() {
    return new ListQuery(Map.of());
  }

  /** With one more parameter; the same query if the value is null. */
  ListQuery with(String name, Object value) {
    if (value == null) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value.toString());
    return new ListQuery(more);
  }

  /** The query with its question mark; empty if there is no parameter. */
  String text() {
    return parameters.isEmpty()
        ? ""
        : parameters.entrySet().stream()
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
