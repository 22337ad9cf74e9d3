package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The manual pages that {@code caravan generate-man} writes. */
class ManPagesTest {

  private static final Set<String> MACROS = Set.of(".TH", ".SH", ".PP", ".TP", ".nf", ".fi");

  @TempDir Path folder;

  @Test
  void every_command_has_a_page_with_its_options_and_its_example() throws Exception {
    CommandRun run = CommandRun.of("generate-man", folder.resolve("man1").toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.lines()).contains(folder.resolve("man1/caravan.1").toString());
    for (Map.Entry<String, CommandLine> each : CommandRun.commands().getSubcommands().entrySet()) {
      if (each.getValue().getCommandSpec().usageMessage().hidden()
          || each.getKey().equals("help")) {
        continue;
      }
      String page = Files.readString(folder.resolve("man1/caravan-" + each.getKey() + ".1"));
      for (OptionSpec option : each.getValue().getCommandSpec().options()) {
        assertThat(page).contains(option.longestName().replace("-", "\\-"));
      }
      assertThat(page).contains(".SH EXAMPLE\n.nf\ncaravan " + each.getKey());
    }
  }

  @Test
  void a_page_contains_only_known_macros() throws IOException {
    CommandRun.of("generate-man", folder.toString());

    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        List<String> requests =
            Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(".") || line.startsWith("'"))
                .map(line -> line.split(" ")[0])
                .toList();
        assertThat(MACROS).as(file.toString()).containsAll(requests);
      }
    }
  }

  @Test
  void a_folder_that_cant_be_written_is_one_line() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    CommandRun run = CommandRun.of("generate-man", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("caravan: Can't write to ").hasLineCount(1);
  }
}
