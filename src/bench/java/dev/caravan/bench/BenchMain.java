package dev.caravan.bench;

import dev.caravan.bench.cli.BenchCommand;
import dev.caravan.bench.jvm.BenchFailedException;
import picocli.CommandLine;

/** {@code ./caravan bench}. */
public final class BenchMain {

  private BenchMain() {}

  public static void main(String[] arguments) {
    System.exit(commands().execute(arguments));
  }

  static CommandLine commands() {
    CommandLine commands = new CommandLine(new BenchCommand());
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setExecutionExceptionHandler(
        (thrown, command, parsed) -> {
          if (!(thrown instanceof BenchFailedException)
              && !(thrown instanceof IllegalArgumentException)) {
            throw thrown;
          }
          command.getErr().println("bench: " + thrown.getMessage());
          command.getErr().flush();
          return thrown instanceof IllegalArgumentException
              ? CommandLine.ExitCode.USAGE
              : CommandLine.ExitCode.SOFTWARE;
        });
    return commands;
  }
}
