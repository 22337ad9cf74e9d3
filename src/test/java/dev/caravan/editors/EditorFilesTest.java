package dev.caravan.editors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files in {@code .vscode} fit the project. */
class EditorFilesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CAMELS = Path.of("target/schema/camelYamlDsl.json");

  @Test
  void every_shipped_file_has_one_schema_and_satisfies_it() throws IOException {
    Map<Path, List<String>> found = new TreeMap<>();
    // Camel's schema takes seconds to read.
    Map<String, EditorSchema> read = new TreeMap<>();
    for (Path file : shipped()) {
      found.put(file, new ArrayList<>());
      for (Map.Entry<String, JsonNode> schema : schemas().entrySet()) {
        if (matcher(schema.getValue().asText()).matches(file)) {
          found.get(file).add(schema.getKey());
          assertThat(
                  read.computeIfAbsent(schema.getKey(), name -> new EditorSchema(Path.of(name)))
                      .errors(Files.readString(file)))
              .as("%s by %s", file, schema.getKey())
              .isEmpty();
        }
      }
    }

    assertThat(found).hasSizeGreaterThan(10).allSatisfy((file, by) -> assertThat(by).hasSize(1));
  }

  @Test
  void the_schema_of_routes_is_that_of_the_camel_version_in_use() throws IOException {
    try (InputStream ofTheJar = getClass().getResourceAsStream("/schema/camelYamlDsl.json")) {
      assertThat(CAMELS).hasBinaryContent(ofTheJar.readAllBytes());
    }
  }

  @Test
  void every_task_runs_a_file_of_the_project() throws IOException {
    List<String> commands = json("tasks.json").findValuesAsText("command");

    assertThat(commands)
        .isNotEmpty()
        .allSatisfy(command -> assertThat(Path.of(command.split(" ")[0])).isExecutable());
  }

  @Test
  void the_task_of_lint_understands_a_finding() throws IOException {
    JsonNode pattern = json("tasks.json").findValue("problemMatcher").path("pattern");
    Matcher finding =
        Pattern.compile(pattern.path("regexp").asText())
            .matcher(
                "routes/queue.camel.yaml:18:9: error: Unknown option `a` on aws2-sqs. [unknown-option]");

    assertThat(finding.matches()).isTrue();
    assertThat(finding.group(pattern.path("file").asInt())).isEqualTo("routes/queue.camel.yaml");
    assertThat(finding.group(pattern.path("line").asInt())).isEqualTo("18");
    assertThat(finding.group(pattern.path("severity").asInt())).isEqualTo("error");
  }

  private static Map<String, JsonNode> schemas() throws IOException {
    Map<String, JsonNode> schemas = new TreeMap<>();
    json("settings.json")
        .path("yaml.schemas")
        .properties()
        .forEach(schema -> schemas.put(schema.getKey(), schema.getValue()));
    return schemas;
  }

  private static JsonNode json(String name) throws IOException {
    return JSON.readTree(Files.readString(Path.of(".vscode", name)));
  }

  private static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("routes"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  /** In an editor's patterns, {@code **} may also be no folder at all. */
  private static PathMatcher matcher(String pattern) {
    return FileSystems.getDefault().getPathMatcher("glob:" + pattern.replace("/**/", "/{,**/}"));
  }
}
