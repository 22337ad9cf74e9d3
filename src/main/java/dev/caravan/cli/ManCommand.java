package dev.caravan.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the manual pages of all commands. */
@Command(
    name = "generate-man",
    description = "Write the manual pages of all commands to a folder.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: caravan generate-man ~/.local/share/man/man1"})
public final class ManCommand implements Callable<Integer> {

  @Parameters(paramLabel = "DIR", description = "The folder; it is created if it does not exist.")
  Path folder;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    List<CommandSpec> commands = new ArrayList<>(ManPage.visible(spec.root()));
    commands.add(0, spec.root());
    Console console = Console.of(spec);
    try {
      Files.createDirectories(folder);
      for (CommandSpec command : commands) {
        ManPage page = new ManPage(command);
        Path file = folder.resolve(page.fileName());
        Files.writeString(file, page.text());
        console.line(file.toString());
      }
      return 0;
    } catch (IOException e) {
      throw CommandFailedException.misconfigured(
          "Can't write to %s: %s".formatted(folder, CommandFailedException.of(e).getMessage()));
    }
  }
}
