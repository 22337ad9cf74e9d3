package dev.caravan.cli;

import dev.caravan.settings.Settings;
import java.net.URI;
import java.util.Optional;

/**
 * The address of a service's API.
 *
 * @param text without a slash at its end
 */
record ServiceAddress(String text) {

  private static final String KEY = "caravan.url";
  private static final String FALLBACK = "http://127.0.0.1:8080";

  /** Where the address comes from, for messages. */
  static final String VARIABLE = Settings.variable(KEY);

  /**
   * @throws CommandFailedException if it is not an http or https address
   */
  static ServiceAddress of(String source, String given) {
    String text = given.strip().replaceAll("/+$", "");
    if (!isAddress(text)) {
      // Not repeated, because it may contain a password.
      throw CommandFailedException.misconfigured(
          source
              + " is not the address of a service. Use http or https with a host, and without a"
              + " user or a query, for example "
              + FALLBACK
              + ".");
    }
    return new ServiceAddress(text);
  }

  /** The address in the variable; empty if it is not set. */
  static Optional<ServiceAddress> fromEnvironment() {
    return Optional.ofNullable(Settings.FROM_ENVIRONMENT.apply(KEY))
        .filter(set -> !set.isBlank())
        .map(set -> of(VARIABLE, set));
  }

  static boolean isInEnvironment() {
    return fromEnvironment().isPresent();
  }

  static ServiceAddress fallback() {
    return new ServiceAddress(FALLBACK);
  }

  private static boolean isAddress(String text) {
    try {
      URI uri = URI.create(text);
      return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  URI at(String path) {
    return URI.create(text + path);
  }

  @Override
  public String toString() {
    return text;
  }
}
