package dev.caravan.cli.doctor;

import java.util.Locale;

/** How a check ended. */
public enum Status {
  OK,
  /** Caravan works, but a person should know. */
  WARNING,
  /** Prompts would fail or wait until this is fixed. */
  FAILED;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
