package dev.caravan;

import dev.caravan.cli.LaptopCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;

/** One {@code caravan} command that ran in this JVM. */
public record CommandRun(int exitCode, String out, String err) {

  public static CommandRun of(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        commands()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** All commands, also those of the laptop AWS. */
  public static CommandLine commands() {
    return Caravan.commands(ServiceLoader.load(LaptopCommand.class));
  }

  public List<String> lines() {
    return out.lines().toList();
  }
}
