package dev.caravan.routes.lint.model;

import dev.caravan.routes.lint.source.Yaml;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An endpoint that a route reads from or sends to.
 *
 * @param role how the route uses it: {@code from}, {@code to}, {@code toD}
 * @param uri the value that contains its URI
 * @param scheme the name of the component
 * @param path the part after the scheme, without options
 * @param options from the URI and from {@code parameters}, by name
 */
public record EndpointUse(
    String role, Yaml uri, String scheme, String path, Map<String, Option> options) {

  /**
   * @param key the position of its name; the URI if the option is in the URI
   * @param where the position of its value; the URI if the option is in the URI
   */
  public record Option(Yaml key, Yaml where, String value) {}

  /** The path may be written as a parameter instead, under these names. */
  private static final Map<String, String> NAMES_OF_PATHS =
      Map.of(
          "direct", "name",
          "seda", "name",
          "bean", "beanName",
          "class", "beanName",
          "aws2-sqs", "queueNameOrArn",
          "aws2-s3", "bucketNameOrArn",
          "platform-http", "path");

  /** The endpoint in this value, which is a URI or a mapping with one; empty if there is none. */
  public static Optional<EndpointUse> of(String role, Yaml value) {
    Yaml uri = value.isScalar() ? value : value.get("uri").orElse(value);
    if (!uri.isScalar() || uri.text().isBlank()) {
      return Optional.empty();
    }
    String text = uri.text().strip();
    int query = text.indexOf('?');
    String target = query < 0 ? text : text.substring(0, query);
    int colon = target.indexOf(':');
    Map<String, Option> options = new LinkedHashMap<>();
    if (query >= 0) {
      addQuery(text.substring(query + 1), uri, options);
    }
    value
        .get("parameters")
        .ifPresent(
            parameters ->
                parameters
                    .entries()
                    .forEach(
                        entry ->
                            options.put(
                                entry.name(),
                                new Option(entry.key(), entry.value(), entry.value().text()))));
    String scheme = colon < 0 ? target : target.substring(0, colon);
    return Optional.of(new EndpointUse(role, uri, scheme, path(scheme, target, options), options));
  }

  private static String path(String scheme, String target, Map<String, Option> options) {
    if (target.length() <= scheme.length()) {
      Option named = options.get(NAMES_OF_PATHS.getOrDefault(scheme, ""));
      return named == null ? "" : named.value();
    }
    String path = target.substring(scheme.length() + 1);
    return path.startsWith("//") ? path.substring(2) : path;
  }

  private static void addQuery(String query, Yaml uri, Map<String, Option> options) {
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String value = pair.substring(equals + 1);
        options.put(pair.substring(0, equals), new Option(uri, uri, decoded(value)));
      }
    }
  }

  private static String decoded(String value) {
    try {
      return value.startsWith("RAW(") ? value : URLDecoder.decode(value, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }

  public boolean isConsumer() {
    return role.equals("from") || role.equals("poll") || role.equals("pollEnrich");
  }

  /** The text of an option; empty if it is not set. */
  public String option(String name) {
    return options.containsKey(name) ? options.get(name).value() : "";
  }

  public boolean has(String name) {
    return options.containsKey(name);
  }

  /** True if its URI is computed for each message. */
  public boolean isDynamic() {
    return role.equals("toD") && uri.text().contains("${");
  }

  /** The position of an option; the URI if it is not set. */
  public Yaml where(String name) {
    return options.containsKey(name) ? options.get(name).key() : uri;
  }
}
