package dev.caravan.routes.lint.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code {{key:default}}} in a text.
 *
 * @param key without a prefix such as {@code ?}
 * @param fallback the default; empty if there is none
 */
record Placeholder(String key, Optional<String> fallback, boolean optional) {

  /** Prefixes of placeholders that do not name a setting. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "env", "sys", "service", "service.host", "service.name", "service.port", "bean", "aws");

  /** The placeholders in the text, from left to right. */
  static List<Placeholder> in(String text) {
    List<Placeholder> found = new ArrayList<>();
    int from = 0;
    int open;
    while ((open = text.indexOf("{{", from)) >= 0) {
      int close = text.indexOf("}}", open);
      if (close < 0) {
        return found;
      }
      found.add(of(text.substring(open + 2, close).strip()));
      from = close + 2;
    }
    return found;
  }

  /** True if the text contains a placeholder that is not closed. */
  static boolean isCutShort(String text) {
    int open = text.lastIndexOf("{{");
    return open >= 0 && text.indexOf("}}", open) < 0;
  }

  private static Placeholder of(String inner) {
    boolean optional = inner.startsWith("?");
    String rest = optional ? inner.substring(1) : inner;
    rest = rest.startsWith("!") ? rest.substring(1) : rest;
    int colon = rest.indexOf(':');
    return colon < 0
        ? new Placeholder(rest, Optional.empty(), optional)
        : new Placeholder(
            rest.substring(0, colon), Optional.of(rest.substring(colon + 1)), optional);
  }

  boolean isFunction() {
    return fallback.isPresent() && FUNCTIONS.contains(key);
  }
}
