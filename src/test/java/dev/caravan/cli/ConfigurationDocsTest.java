package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A setting is declared once; what the routes and the documentation say of it agrees. */
class ConfigurationDocsTest {

  private static final Path DOCS = Path.of("docs/configuration.md");
  private static final String INTRODUCTION =
      """
      # Configuration

      Every setting is a variable; `./caravan serve` names each that is missing or malformed. In a route
      the same setting is a placeholder, `{{key}}`. The AWS SDK's own variables say where AWS is and who
      we are: `AWS_REGION`, `AWS_PROFILE`, `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_SQS`,
      `AWS_ENDPOINT_URL_S3`, `AWS_ENDPOINT_URL_BEDROCK_RUNTIME`, and the rest. Where an endpoint is set,
      S3 is asked path-style. Bedrock is asked in each model's own region, from `routes/models.yaml`.
      OpenTelemetry's own variables say whether traces are exported, and where to: [traces.md](traces.md).

      """;
  private static final String CLOSE =
      """

      `CARAVAN_LOG_LEVEL` (`INFO`) is how much Caravan logs; [logs.md](logs.md) says what is in a line. Logs go
      to stderr. `CARAVAN_JAVA_OPTS` are options for the JVM that the launcher starts.
      """;

  /** {@code {{key:default}}} in a route or in application.properties. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z0-9.-]+)(?::([^}]*))?}}");

  @Test
  void the_documentation_lists_every_setting_as_it_is_declared() throws IOException {
    String expected = INTRODUCTION + Settings.markdown() + CLOSE;
    if (Boolean.getBoolean("caravan.docs.write")) {
      Files.writeString(DOCS, expected);
    }

    assertThat(Files.readString(DOCS)).isEqualTo(expected);
  }

  @Test
  void the_routes_name_only_declared_settings_with_the_declared_default() throws IOException {
    Map<String, String> declared =
        Settings.ALL.stream()
            .collect(Collectors.toMap(Setting::key, setting -> String.valueOf(setting.fallback())));

    assertThat(placeholders())
        .isNotEmpty()
        .allSatisfy((key, fallback) -> assertThat(declared).containsEntry(key, fallback));
  }

  @Test
  void every_declared_setting_is_used_somewhere() throws IOException {
    assertThat(placeholders().keySet())
        .containsAll(
            Settings.ALL.stream()
                .map(Setting::key)
                // Asked for before anything starts, and by no route.
                .filter(key -> !key.equals("caravan.http.anonymous"))
                .filter(key -> !key.equals("caravan.log.format"))
                .filter(key -> !key.equals("caravan.routes.reload"))
                .toList());
  }

  private static Map<String, String> placeholders() throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> routes = Files.list(Path.of("routes"))) {
      for (Path file :
          Stream.concat(
                  routes.filter(path -> path.toString().endsWith(".camel.yaml")),
                  Stream.of(Path.of("src/main/resources/application.properties")))
              .toList()) {
        Matcher placeholder = PLACEHOLDER.matcher(Files.readString(file));
        while (placeholder.find()) {
          found.put(placeholder.group(1), String.valueOf(placeholder.group(2)));
        }
      }
    }
    return found;
  }
}
