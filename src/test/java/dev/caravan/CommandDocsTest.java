package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.cli.HelpText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Checks that {@code docs/cli.md} and the README have every command as it is declared. */
class CommandDocsTest {

  private static final Path DOCS = Path.of("docs/cli.md");
  private static final String TABLE = "| command | what it does |\n| --- | --- |\n";

  /** The first command; from here on, the page is generated. */
  private static final String REFERENCE = "\n## serve\n";

  @Test
  void the_page_has_every_command_and_option_as_it_is_declared() throws IOException {
    String text = Files.readString(DOCS);
    int from = text.indexOf(TABLE);
    int to = text.indexOf("\n\n", from) + 1;
    int reference = text.indexOf(REFERENCE);
    if (Boolean.getBoolean("caravan.docs.write")) {
      Files.writeString(
          DOCS, text.substring(0, from) + table() + text.substring(to, reference) + reference());
    }

    assertThat(text.substring(from, to))
        .as("docs/cli.md; add -Dcaravan.docs.write=true to this test to write it")
        .isEqualTo(table());
    assertThat(text.substring(reference)).isEqualTo(reference());
  }

  @Test
  void the_readme_names_every_command() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    commands().keySet().forEach(name -> assertThat(readme).contains("./caravan " + name));
  }

  private static String table() {
    StringBuilder table = new StringBuilder(TABLE);
    commands()
        .forEach(
            (name, command) ->
                table.append(
                    "| [`%s`](#%s) | %s |\n".formatted(name, name, cell(description(command)))));
    return table.toString();
  }

  private static String reference() {
    StringBuilder reference = new StringBuilder();
    commands().forEach((name, command) -> append(reference, name, command));
    return reference.toString();
  }

  private static void append(StringBuilder page, String name, CommandSpec command) {
    page.append("\n## ").append(name).append("\n\n");
    page.append(description(command)).append("\n\n");
    page.append("```console\n$ ./%s\n```\n".formatted(HelpText.example(command).orElseThrow()));
    for (String paragraph : HelpText.paragraphs(command)) {
      page.append('\n').append(paragraph).append('\n');
    }
    List<String> rows = rows(command);
    if (!rows.isEmpty()) {
      page.append("\n| argument or option | meaning |\n| --- | --- |\n");
      rows.forEach(page::append);
    }
  }

  private static List<String> rows(CommandSpec command) {
    List<String> rows = new ArrayList<>();
    for (PositionalParamSpec argument : command.positionalParameters()) {
      rows.add(row(argument.paramLabel(), String.join(" ", argument.description())));
    }
    for (OptionSpec option : command.options()) {
      if (!option.usageHelp() && !option.versionHelp() && !option.hidden()) {
        String label = option.arity().max() > 0 ? " " + option.paramLabel() : "";
        rows.add(
            row(String.join(", ", option.names()) + label, String.join(" ", option.description())));
      }
    }
    return rows;
  }

  private static String row(String name, String meaning) {
    return "| `%s` | %s |\n".formatted(name, cell(meaning));
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }

  private static String description(CommandSpec command) {
    return String.join(" ", command.usageMessage().description());
  }

  private static Map<String, CommandSpec> commands() {
    Map<String, CommandSpec> commands = new LinkedHashMap<>();
    for (Map.Entry<String, CommandLine> each : CommandRun.commands().getSubcommands().entrySet()) {
      CommandSpec command = each.getValue().getCommandSpec();
      if (!command.usageMessage().hidden() && !each.getKey().equals("help")) {
        commands.put(each.getKey(), command);
      }
    }
    return commands;
  }
}
