package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.routes.lint.Rules;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LintCommandTest {

  private static final String ROUTE =
      """
      - route:
          id: fixture
          from:
            uri: direct:fixture
            steps:
              - %s
      """;

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();

  @Test
  void an_error_is_printed_with_its_position_and_a_fix_and_fails_the_command() throws IOException {
    Path file = write("- log: { mesage: done }");

    assertThat(lint(file.toString())).isEqualTo(1);

    assertThat(out.toString().lines())
        .containsExactly(
            file + ":6:18: error: Unknown key `mesage` in `log`. [unknown-key]",
            "    Did you mean `message`?",
            "1 error");
  }

  @Test
  void a_warning_fails_the_command_only_with_strict() throws IOException {
    String file = write("- log: \"${body}\"").toString();

    assertThat(lint(file)).isZero();
    assertThat(lint("--strict", file)).isEqualTo(1);
    assertThat(out.toString()).contains("warning: ").endsWith("1 warning\n");
  }

  @Test
  void a_note_never_fails_the_command() throws IOException {
    Path file = folder.resolve("models.yaml");
    Files.writeString(
        file,
        Files.readString(Path.of("routes/models.yaml"))
            .replaceAll("state: retired, .*}", "state: retired }"));

    assertThat(lint("--strict", file.toString())).isZero();
    assertThat(out.toString())
        .contains("note: amazon.nova-canvas-v1:0 is retired and names no replacement.", "3 notes");
  }

  @Test
  void a_path_that_does_not_exist_is_an_error_of_the_command() {
    LintRun run = new LintRun(List.of(folder.resolve("nothing")), LintCommand.Format.text, false);

    assertThatThrownBy(() -> run.run(new PrintWriter(out)))
        .isInstanceOfSatisfying(
            CommandFailedException.class, failed -> assertThat(failed.exitCode()).isEqualTo(2))
        .hasMessageContainingAll("nothing", "does not exist", "Name a route file");
  }

  @Test
  void json_is_an_array_with_an_object_for_each_finding() throws IOException {
    Path file = write("- log: { mesage: done }");

    lint("--format", "json", file.toString());

    JsonNode found = new ObjectMapper().readTree(out.toString());
    assertThat(found).hasSize(1);
    assertThat(found.get(0).path("rule").asText()).isEqualTo("unknown-key");
    assertThat(found.get(0).path("severity").asText()).isEqualTo("error");
    assertThat(found.get(0).path("file").asText()).isEqualTo(file.toString());
    assertThat(found.get(0).path("line").asInt()).isEqualTo(6);
    assertThat(found.get(0).path("column").asInt()).isEqualTo(18);
    assertThat(found.get(0).path("hint").asText()).isEqualTo("Did you mean `message`?");
  }

  @Test
  void sarif_names_every_rule_and_the_place_of_every_finding() throws IOException {
    lint("--format", "sarif", write("- log: { mesage: done }").toString());

    JsonNode sarif = new ObjectMapper().readTree(out.toString());
    assertThat(sarif.path("version").asText()).isEqualTo("2.1.0");
    JsonNode run = sarif.path("runs").path(0);
    assertThat(run.at("/tool/driver/rules")).hasSize(Rules.all().size());
    JsonNode result = run.path("results").path(0);
    assertThat(result.path("ruleId").asText()).isEqualTo("unknown-key");
    assertThat(result.path("level").asText()).isEqualTo("error");
    assertThat(result.at("/locations/0/physicalLocation/region/startLine").asInt()).isEqualTo(6);
    assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri").asText())
        .endsWith("/fixture.camel.yaml");
  }

  @Test
  void github_shows_a_finding_beside_its_line() throws IOException {
    Path file = write("- log: { message: done, loggingLevel: \"50%\" }");

    lint("--format", "github", file.toString());

    assertThat(out.toString())
        .startsWith("::error file=" + file + ",line=6,col=47,title=wrong-value::")
        .contains("50%25");
  }

  @Test
  void a_reason_silences_a_finding_on_its_line_or_the_next() throws IOException {
    Path file = folder.resolve("fixture.camel.yaml");
    Files.writeString(
        file,
        ROUTE.formatted("log: \"${body}\" # lint:ignore prompt-in-log: it is a demo")
            + "        # lint:ignore prompt-in-log: so is this\n        - log: \"${body}\"\n");

    assertThat(lint("--strict", file.toString())).isZero();
    assertThat(out).hasToString("Nothing is wrong.\n");
  }

  @Test
  void a_file_is_read_with_the_files_of_its_folder_but_only_its_own_findings_are_printed()
      throws IOException {
    Path file = write("- to: direct:beside");
    Files.writeString(
        folder.resolve("other.camel.yaml"),
        ROUTE.formatted("logg: done").replace("fixture", "beside"));

    assertThat(lint(file.toString())).isZero();
    assertThat(lint(folder.toString())).isEqualTo(1);
  }

  private Path write(String step) throws IOException {
    Path file = folder.resolve("fixture.camel.yaml");
    return Files.writeString(file, ROUTE.formatted(step.substring("- ".length())));
  }

  private int lint(String... arguments) {
    return new CommandLine(new LintCommand()).setOut(new PrintWriter(out, true)).execute(arguments);
  }
}
