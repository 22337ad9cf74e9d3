package dev.caravan.cli.doctor;

import dev.caravan.settings.Setting;
import dev.caravan.settings.Settings;
import java.util.Optional;
import java.util.function.Function;

/**
 * The settings of this process.
 *
 * @param given by key; null if a setting is not set
 */
record Values(Function<String, String> given) {

  /** The value, or the default; null if a required setting is missing. */
  String text(String key) {
    String value = given.apply(key);
    return value == null || value.isBlank() ? declared(key).fallback() : value.strip();
  }

  long whole(String key) {
    return Long.parseLong(text(key));
  }

  /** What is wrong with the value; empty if it is valid. */
  Optional<String> complaint(String key) {
    return declared(key).complaint(given.apply(key));
  }

  private static Setting declared(String key) {
    return Settings.ALL.stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow();
  }
}
