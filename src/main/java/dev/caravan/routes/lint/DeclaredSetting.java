package dev.caravan.routes.lint;

import java.util.Locale;

/**
 * A setting that placeholders may name.
 *
 * @param fallback its default; null if it has none
 * @param example the value for building the routes if the setting has no default
 */
public record DeclaredSetting(String key, String fallback, String example) {

  public String variable() {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The value of placeholders while lint builds the routes. */
  public String value() {
    return fallback == null ? example : fallback;
  }

  public String shownFallback() {
    return fallback.isEmpty() ? "empty" : "`" + fallback + "`";
  }
}
