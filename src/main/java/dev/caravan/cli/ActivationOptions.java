package dev.caravan.cli;

import picocli.CommandLine.Option;

/** The options of commands that change the active set. */
final class ActivationOptions {

  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_REASON = 500;

  @Option(names = "--why", paramLabel = "TEXT", description = "The reason, for the history.")
  String why = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who does this, for the history (default: GITHUB_ACTOR, or your user name).")
  String by;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description =
          "How long to wait until all instances run the set (default: ${DEFAULT-VALUE}; 0: not at"
              + " all).")
  int wait = 60;

  /**
   * @throws CommandFailedException if a value is out of its range
   */
  void check() {
    if (wait < 0) {
      throw CommandFailedException.misconfigured("--wait is " + wait + ", but must be at least 0.");
    }
  }

  String by() {
    String actor = System.getenv("GITHUB_ACTOR");
    String other = actor == null || actor.isBlank() ? System.getProperty("user.name") : actor;
    return line(by == null ? other : by, LONGEST_NAME);
  }

  String why() {
    return line(why, LONGEST_REASON);
  }

  private static String line(String text, int longest) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > longest ? line.substring(0, longest) : line;
  }
}
