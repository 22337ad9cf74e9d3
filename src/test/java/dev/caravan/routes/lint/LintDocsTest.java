package dev.caravan.routes.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.routes.lint.PlantedFault.Instead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation lists the rules as they are, with the examples that are tested. */
class LintDocsTest {

  private static final Path DOCS = Path.of("docs/lint.md");
  private static final String INTRODUCTION =
      """
      # Lint

      ```console
      $ ./caravan lint
      $ ./caravan lint routes/queue.camel.yaml
      ```

      It says what is wrong in route files and in the model catalogue, all at once, each with its file, line
      and column, and what would be right. It starts nothing and asks nobody: no port, no AWS, no bean. A
      file is read together with the route files beside it, whose routes and beans it may name.

      `--format text` (the default), `json`, `sarif` (code scanning) or `github` (beside the lines of a pull
      request). The exit code is 0 where nothing is wrong, 1 where something is, 2 where it could not look.
      Warnings and notes are told and do not fail; with `--strict` warnings fail too.

      What is meant is silenced on its line, or on the line above, with the reason:

      ```yaml
      # lint:ignore prompt-in-log: a demo, with prompts of our own
      - log: "${body}"
      ```

      Lint knows the components, languages and classes that are on the class path; a route that needs
      another needs its jar there. It looks at what stands in the files: not at variables, not at AWS.
      """;

  @Test
  void the_documentation_lists_every_rule_with_an_example() throws IOException {
    String expected = INTRODUCTION + rules();
    if (Boolean.getBoolean("caravan.docs.write")) {
      Files.writeString(DOCS, expected);
    }

    assertThat(Files.readString(DOCS)).isEqualTo(expected);
  }

  private static String rules() {
    Map<String, Instead> examples =
        PlantedFault.all()
            .filter(fault -> fault.file().getFileName().toString().startsWith(fault.rule() + "."))
            .collect(
                Collectors.toMap(
                    PlantedFault::rule,
                    fault -> fault.instead().or(fault::told).orElseThrow(),
                    (one, other) -> one));
    return Stream.of(Rule.Group.values())
        .map(
            group ->
                Rules.all().stream()
                    .filter(rule -> rule.group() == group)
                    .map(rule -> row(rule, examples.get(rule.id())))
                    .collect(
                        Collectors.joining(
                            "",
                            "\n## "
                                + group.title()
                                + "\n\n| rule | what is wrong | instead of | write |\n"
                                + "| --- | --- | --- | --- |\n",
                            "")))
        .collect(Collectors.joining());
  }

  private static String row(Rule rule, Instead example) {
    String severity = rule.severity() == Severity.ERROR ? "" : " (" + rule.severity().text() + ")";
    return "| `%s`%s | %s | %s | %s |%n"
        .formatted(rule.id(), severity, rule.meaning(), code(example.of()), code(example.write()));
  }

  private static String code(String text) {
    Function<String, String> inTable = cell -> cell.replace("|", "\\|");
    return text.matches(".*[:{\"`$/].*") ? "`" + inTable.apply(text.replace("`", "")) + "`" : text;
  }
}
