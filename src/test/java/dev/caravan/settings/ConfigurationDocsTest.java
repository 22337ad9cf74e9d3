package dev.caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
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
      launcher starts. Commands that call a running service have their own variables, such as `CARAVAN_URL` and
      `CARAVAN_TOKEN`: [cli.md](cli.md#the-service-that-a-command-calls).
      """;

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([^}]+)}}");
  private static final Pattern QUOTED = Pattern.compile("\"([a-z0-9.-]+)\"");

  @Test
  void the_documentation_lists_every_setting_as_it_is_declared() throws IOException {
    String expected = INTRODUCTION + Settings.markdown() + CLOSE;
    if (Boolean.getBoolean("caravan.docs.write")) {
      Files.writeString(DOCS, expected);
    }

    assertThat(Files.readString(DOCS)).isEqualTo(expected);
  }

  @Test
  void the_routes_name_only_declared_settings_and_repeat_no_default() throws IOException {
    Set<String> declared = Settings.ALL.stream().map(Setting::key).collect(Collectors.toSet());

    assertThat(placeholders()).isNotEmpty().allMatch(declared::contains);
  }

  @Test
  void every_declared_setting_is_used_somewhere() throws IOException {
    Set<String> used = placeholders();
    used.addAll(found(Path.of("src/main/java/dev/caravan/wiring"), ".java", QUOTED));

    assertThat(used)
        .containsAll(
            Settings.ALL.stream()
                .map(Setting::key)
                // Read before anything starts, and used by no route.
                .filter(key -> !key.equals("caravan.http.anonymous"))
                .filter(key -> !key.equals("caravan.log.format"))
                .filter(key -> !key.startsWith("caravan.routes"))
                .toList());
  }

  /** The text in braces. A default would be part of it, and no declared setting would match. */
  private static Set<String> placeholders() throws IOException {
    Set<String> found = found(Path.of("routes"), ".camel.yaml", PLACEHOLDER);
    found.addAll(found(Path.of("src/main/resources"), "application.properties", PLACEHOLDER));
    return found;
  }

  private static Set<String> found(Path folder, String ending, Pattern what) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(each -> each.toString().endsWith(ending)).toList()) {
        Matcher each = what.matcher(Files.readString(file));
        while (each.find()) {
          found.add(each.group(1));
        }
      }
    }
    return found;
  }
}
