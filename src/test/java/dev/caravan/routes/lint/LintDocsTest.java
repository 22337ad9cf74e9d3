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

/** Checks that docs/lint.md lists every rule, with examples that {@link LintTest} tests. */
class LintDocsTest {

  private static final Path DOCS = Path.of("docs/lint.md");
  private static final String INTRODUCTION =
      """
      # Lint

      ```console
      $ ./caravan lint
      $ ./caravan lint routes/queue.camel.yaml
      ```

      Lint checks route files and the model catalogue. It reports all problems at once, each with its file,
      line and column, and says how to fix it. It starts nothing: it opens no port, calls no AWS service and
      creates no bean. A file is read together with the route files in the same folder, because it may use
      their routes and beans.

      | option | effect |
      | --- | --- |
      | `--format` | `text` (the default), `json`, `sarif` (for code scanning) or `github` (annotations on the lines of a pull request) |
      | `--strict` | Warnings fail the command, too. Without it, only errors do. Notes never fail it. |

      | exit code | meaning |
      | --- | --- |
      | 0 | Lint found nothing that fails the command. |
      | 1 | There are errors, or with `--strict` warnings. |
      | 2 | Lint could not run, for example because a path does not exist. |

      To accept a finding, add a comment with the reason on its line or on the line above:

      ```yaml
      # lint:ignore prompt-in-log: a demo, with prompts of our own
      - log: "${body}"
      ```

      Lint knows the components, languages and classes on its class path. If a route uses others, put their
      jars into [`lib` beside `routes`](routes.md#components). Lint checks only the contents of the files, not
      the variables of the environment and not AWS.
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
