package dev.caravan.web;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;

/** Reads a query string strictly: only the parameters that a call accepts, each at most once. */
final class Query {

  private Query() {}

  /**
   * @throws HttpProblem if a parameter is unknown or occurs twice
   */
  static Map<String, String> of(Exchange exchange, Set<String> taken) {
    String raw = exchange.getMessage().getHeader(Exchange.HTTP_RAW_QUERY, String.class);
    Map<String, String> read = new LinkedHashMap<>();
    if (raw == null || raw.isEmpty()) {
      return read;
    }
    for (String pair : raw.split("&")) {
      String[] parts = pair.split("=", 2);
      String name = decode(parts[0]);
      if (!taken.contains(name)) {
        throw HttpProblem.badRequest(
            taken.isEmpty()
                ? "This call accepts no query parameters."
                : "This call accepts only the query parameters " + String.join(", ", taken) + ".");
      }
      if (read.put(name, parts.length == 1 ? "" : decode(parts[1])) != null) {
        throw HttpProblem.badRequest("The query parameter " + name + " occurs twice.");
      }
    }
    return read;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest("The query string is not percent-encoded correctly.");
    }
  }
}
