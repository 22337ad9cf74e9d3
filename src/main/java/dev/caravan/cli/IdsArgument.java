package dev.caravan.cli;

import dev.caravan.generation.GenerationId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Parameters;

/** The ids that a command takes, from its arguments or from standard input. */
final class IdsArgument {

  private static final String STDIN = "-";

  @Parameters(
      paramLabel = "ID",
      arity = "1..*",
      description = "Ids of generations; - reads them from standard input, one per line.")
  List<String> given = new ArrayList<>();

  /**
   * Each id once, in the order in which they are given.
   *
   * @throws CommandFailedException if there is none, or if a text is not an id
   */
  Set<String> ids() throws IOException {
    Set<String> ids = new LinkedHashSet<>();
    for (String each : given) {
      if (each.equals(STDIN)) {
        new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .forEach(ids::add);
      } else {
        ids.add(each);
      }
    }
    ids.forEach(IdsArgument::check);
    if (ids.isEmpty()) {
      throw CommandFailedException.misconfigured("Standard input contains no id.");
    }
    return ids;
  }

  /**
   * @throws CommandFailedException if the text is not an id
   */
  static void check(String id) {
    if (!GenerationId.isValid(id)) {
      throw CommandFailedException.misconfigured(
          "\"%s\" is not an id. An id has 1 to 128 letters, digits, - and _."
              .formatted(new TerminalText(id)));
    }
  }
}
