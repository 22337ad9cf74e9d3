package dev.caravan.cli;

import dev.caravan.settings.Settings;
import java.io.Console;

/** Whether a person sees what a command prints. */
final class Terminal {

  private Terminal() {}

  /**
   * True if standard error is a terminal. The launcher says so, because Java can't find out;
   * without a launcher, standard input and output decide.
   */
  static boolean isStandardError() {
    String launched = Settings.FROM_ENVIRONMENT.apply("caravan.terminal");
    return launched == null ? isConsole(System.console()) : launched.equals("true");
  }

  /** Since Java 22, there is a console also without a terminal. */
  private static boolean isConsole(Console console) {
    if (console == null || Runtime.version().feature() < 22) {
      return console != null;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
