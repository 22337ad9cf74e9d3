package dev.caravan.cli;

import picocli.CommandLine.ExitCode;

/** A command failed. The message is one line that says why and what to do. */
public final class CommandFailedException extends RuntimeException {

  private final int exitCode;

  private CommandFailedException(String message, Throwable cause, int exitCode) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public CommandFailedException(String message) {
    this(message, null, ExitCode.SOFTWARE);
  }

  public CommandFailedException(String message, Throwable cause) {
    this(message, cause, ExitCode.SOFTWARE);
  }

  /** The command line or the configuration is invalid, so nothing has been done. */
  public static CommandFailedException misconfigured(String message) {
    return new CommandFailedException(message, null, ExitCode.USAGE);
  }

  /** Any other exception. The message of its deepest cause is usually the most specific one. */
  public static CommandFailedException of(Throwable thrown) {
    if (thrown instanceof CommandFailedException failed) {
      return failed;
    }
    Throwable deepest = thrown;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    return new CommandFailedException(
        message.lines().findFirst().orElse(deepest.toString()), thrown, ExitCode.SOFTWARE);
  }

  public int exitCode() {
    return exitCode;
  }
}
