package dev.caravan.routes.lint;

import java.util.Locale;

/** How serious a finding is: errors fail the command, warnings do so with {@code --strict}. */
public enum Severity {
  ERROR,
  WARNING,
  NOTE;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
