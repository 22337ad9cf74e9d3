package dev.caravan.routes.lint;

import java.util.Locale;

/** How bad a finding is: an error fails the command, a warning does with {@code --strict}. */
public enum Severity {
  ERROR,
  WARNING,
  NOTE;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
