package dev.caravan.cli;

import dev.caravan.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds the token that a command sends. It comes from a variable or a file and never from the
 * command line, which other users of the machine can read.
 */
final class CallerToken {

  private static final String TOKEN = "caravan.token";
  private static final String FILE = "caravan.token-file";

  private CallerToken() {}

  /**
   * The token in the file of the option, or in {@code CARAVAN_TOKEN}, or in the file that {@code
   * CARAVAN_TOKEN_FILE} names; empty if none of these is set.
   *
   * @param option null if it is not given
   * @throws CommandFailedException if the file can't be read or contains no token
   */
  static Optional<String> find(Path option) {
    if (option != null) {
      return Optional.of(read("--token-file", option.toString()));
    }
    Optional<String> variable = value(TOKEN);
    return variable.isPresent()
        ? variable.map(token -> checked(Settings.variable(TOKEN), token))
        : value(FILE).map(file -> read(Settings.variable(FILE), file));
  }

  private static Optional<String> value(String key) {
    return Optional.ofNullable(Settings.FROM_ENVIRONMENT.apply(key)).filter(set -> !set.isBlank());
  }

  private static String read(String source, String file) {
    try {
      return checked("The file of " + source, Files.readString(Path.of(file)));
    } catch (IOException | InvalidPathException e) {
      throw CommandFailedException.misconfigured(
          source + " is \"" + file + "\", which can't be read. Name a file that contains a token.");
    }
  }

  /** Never repeats the token. */
  private static String checked(String source, String token) {
    String stripped = token.strip();
    if (!stripped.matches("[\\x21-\\x7e]+")) {
      throw CommandFailedException.misconfigured(
          source + " contains no token: one word of visible ASCII characters.");
    }
    return stripped;
  }
}
