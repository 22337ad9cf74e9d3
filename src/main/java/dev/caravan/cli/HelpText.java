package dev.caravan.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The text below the options in a command's help. Its paragraphs are separated by empty lines, and
 * the last one is the example.
 */
public final class HelpText {

  private static final String EXAMPLE = "Example: ";

  private HelpText() {}

  /** The paragraphs without the example, each as one line. */
  public static List<String> paragraphs(CommandSpec command) {
    return all(command).stream().filter(each -> !each.startsWith(EXAMPLE)).toList();
  }

  /** The example, one command line. */
  public static Optional<String> example(CommandSpec command) {
    return all(command).stream()
        .filter(each -> each.startsWith(EXAMPLE))
        .map(each -> each.substring(EXAMPLE.length()))
        .findFirst();
  }

  private static List<String> all(CommandSpec command) {
    List<String> paragraphs = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    List<String> lines = new ArrayList<>(Arrays.asList(command.usageMessage().footer()));
    lines.add("");
    for (String line : lines) {
      if (!line.isBlank()) {
        current.append(current.isEmpty() ? "" : " ").append(line.strip());
      } else if (!current.isEmpty()) {
        paragraphs.add(current.toString());
        current.setLength(0);
      }
    }
    return paragraphs;
  }
}
