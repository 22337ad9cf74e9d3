package dev.caravan.routes.lint.dsl;

import dev.caravan.routes.lint.source.Yaml;
import java.util.Set;

/**
 * An expression in a route file.
 *
 * @param owner the key it belongs to: {@code when}, {@code setBody}
 * @param key the key that names the language
 * @param value the expression's text, or a mapping with it and options
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

  /** The text to evaluate; the value itself where there is none. */
  public Yaml text() {
    return value.isScalar()
        ? value
        : value.get("expression").or(() -> value.get("token")).orElse(value);
  }

  /** True where it answers yes or no. */
  public boolean isCondition() {
    return CONDITIONS.contains(owner);
  }
}
