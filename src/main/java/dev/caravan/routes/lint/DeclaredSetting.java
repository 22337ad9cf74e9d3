package dev.caravan.routes.lint;

import java.util.Locale;

/**
 * A setting that placeholders may name.
 *
 * @param fallback its default; null where there is none
 * @param example a value for building the routes with
 */
public record DeclaredSetting(String key, String fallback, String example) {

  public String variable() {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** What placeholders stand for while the routes are only built. */
  public String value() {
    return fallback == null ? example : fallback;
  }

  public String shownFallback() {
    return fallback.isEmpty() ? "empty" : "\"" + fallback + "\"";
  }
}
