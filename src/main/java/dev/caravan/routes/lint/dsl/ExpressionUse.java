package dev.caravan.routes.lint.dsl;

import dev.caravan.routes.lint.source.Yaml;
import java.util.Set;

/**
 * An expression in a route file.
 *
 * @param owner the key that contains it: {@code when}, {@code setBody}
 * @param key the key that names the language
 * @param value the text of the expression, or a mapping with the text and options
 */
public record ExpressionUse(String owner, Yaml key, Yaml value) {

  private static final Set<String> CONDITIONS =
      Set.of(
          "when",
          "filter",
          "onWhen",
          "validate",
          "handled",
          "continued",
          "retryWhile",
          "completionPredicate",
          "predicateValidator");

  public String language() {
    return key.text();
  }

  /** The text to evaluate; the value itself if it has none. */
  public Yaml text() {
    return value.isScalar()
        ? value
        : value.get("expression").or(() -> value.get("token")).orElse(value);
  }

  /** True if its result is true or false. */
  public boolean isCondition() {
    return CONDITIONS.contains(owner);
  }
}
