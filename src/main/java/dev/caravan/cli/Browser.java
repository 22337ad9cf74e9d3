package dev.caravan.cli;

import dev.caravan.settings.Settings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The browser of the user. */
final class Browser {

  private Browser() {}

  /**
   * Starts it with this address, and does not wait for it.
   *
   * @throws CommandFailedException if it can't be started
   */
  static void open(String address) {
    List<String> command = new ArrayList<>(program());
    command.add(address);
    try {
      new ProcessBuilder(command)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new CommandFailedException(
          "Can't start a browser (%s). Open the address yourself, or name a program in BROWSER."
              .formatted(command.get(0)),
          e);
    }
  }

  private static List<String> program() {
    String chosen = Settings.FROM_ENVIRONMENT.apply("browser");
    if (chosen != null && !chosen.isBlank()) {
      return List.of(chosen);
    }
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (system.startsWith("windows")) {
      return List.of("rundll32", "url.dll,FileProtocolHandler");
    }
    return List.of(system.startsWith("mac") ? "open" : "xdg-open");
  }
}
