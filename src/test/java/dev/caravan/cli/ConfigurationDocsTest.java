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

/** Checks that the routes and docs/configuration.md agree with the declared settings. */
class ConfigurationDocsTest {

  private static final Path DOCS = Path.of("docs/configuration.md");
  private static final String INTRODUCTION =
      """
      # Configuration

      Every setting is an environment variable. `./caravan serve` checks them all at its start and lists every
      one that is missing or malformed. In a route, use the same setting as the placeholder `{{key}}`.

      The AWS SDK's own variables set the region, the credentials and the endpoints: `AWS_REGION`,
      `AWS_PROFILE`, `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_SQS`, `AWS_ENDPOINT_URL_S3`,
      `AWS_ENDPOINT_URL_BEDROCK_RUNTIME`, and others. If an endpoint is set, Caravan uses path-style URLs
      for S3. Caravan calls each model in its own region, from `routes/models.yaml`. OpenTelemetry's own
      variables set whether and where traces are exported: [traces.md](traces.md).

      """;
  private static final String CLOSE =
      """

      `CARAVAN_LOG_LEVEL` (default `INFO`) sets the log level of Caravan. Logs go to stderr;
      [logs.md](logs.md) describes their lines. `CARAVAN_JAVA_OPTS` contains options for the JVM that the
      launcher starts.
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
                // Read before anything starts, and used by no route.
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
