package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code caravan routes}, as a user tries it on a laptop. */
class RoutesCommandIT {

  private static final String STEP = "- bean: { id: reply-done, ref: replies, method: done }";

  @TempDir Path home;

  @Test
  void a_laptop_shows_how_a_fleet_takes_over_routes() throws Exception {
    Path routes = Files.createDirectory(home.resolve("routes"));
    ReloadingCaravan.copyShipped(routes);
    Files.writeString(
        routes.resolve("http.camel.yaml"),
        Files.readString(routes.resolve("http.camel.yaml"))
            .replace(
                STEP,
                STEP + "\n                - setHeader: { id: mark, name: X-Mark, constant: new }"));
    Files.writeString(
        Files.createDirectory(routes.resolve("tests")).resolve("mark.test.yaml"),
        """
        tests:
          - name: answers still come
            http: { post: /generate, body: { prompt: x, model: "amazon.nova-lite-v1:0" } }
            expect: { status: 200 }
        """);
    try (Launched local = local()) {
      JsonNode where = new ObjectMapper().readTree(local.line());
      assertThat(where.path("routes").asText()).isEqualTo("s3://caravan-local/routes");
      Api api = new Api(URI.create(where.path("http").asText()).getPort());

      Launched push =
          routes("push", "--local", "--routes", routes.toString(), "--why", "Marks for answers");
      String pushed = push.out();
      assertThat(push.exitCode()).as(pushed + push.err()).isZero();
      assertThat(pushed)
          .contains("1 test: 1 passed", "(number 1).", "The only instance runs it.")
          .endsWith(
              "No prompt was finished during its trial, so whether prompts work is not known.");
      assertThat(routes("status", "--local").out())
          .contains("Rollout: ok", "whether prompts work is not known", "current");
      assertThat(mark(api)).isEqualTo("new");

      Launched diff = routes("diff", "--local");
      assertThat(diff.exitCode()).isEqualTo(1);
      assertThat(diff.out())
          .contains("--- a/http.camel.yaml", "+++ b/http.camel.yaml")
          .contains("-                - setHeader: { id: mark");
      Path pointer = pointer();
      byte[] active = Files.readAllBytes(pointer);
      Files.delete(pointer);
      Launched without = routes("status", "--local");
      assertThat(without.exitCode()).isEqualTo(1);
      assertThat(without.out())
          .contains(
              "Instances keep the routes that they run", "keeps a set that is no longer active");
      Files.writeString(pointer, "garbage");
      Launched damaged = routes("status", "--local");
      assertThat(damaged.exitCode()).isEqualTo(1);
      assertThat(damaged.err()).contains("current.json: It is not JSON.").hasLineCount(1);
      Files.write(pointer, active);

      Launched rollback = routes("rollback", "--local", "--to", "image");
      assertThat(rollback.exitCode()).as(rollback.err()).isZero();
      assertThat(mark(api)).isNull();
      Launched history = routes("history", "--local", "--json");
      JsonNode newest = new ObjectMapper().readTree(history.out().lines().findFirst().get());
      assertThat(newest.path("set").asText()).isEqualTo("image");
      assertThat(newest.path("number").asInt()).isEqualTo(2);
      assertThat(newest.path("active").asBoolean()).isTrue();
      assertThat(newest.path("result").asText()).isEqualTo("at once");

      Path stored = stored("sets");
      String intact = Files.readString(stored);
      Files.writeString(stored, intact.replace("constant: new", "constant: old"));
      Launched compared = routes("diff", "--local", "1");
      assertThat(compared.exitCode()).isEqualTo(2);
      assertThat(compared.err()).contains("The stored set is damaged").hasLineCount(1);
      Launched back = routes("rollback", "--local");
      assertThat(back.exitCode()).isEqualTo(1);
      assertThat(back.err()).contains("no earlier set that the fleet has run");
      Launched again = routes("push", "--local", "--routes", routes.toString(), "--skip-tests");
      assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
      assertThat(Files.readString(stored)).isEqualTo(intact);
      assertThat(mark(api)).isEqualTo("new");
      assertThat(routes("status", "--local").out()).contains("current");
    }
  }

  private static String mark(Api api) {
    return api.generate("{\"prompt\":\"x\",\"model\":\"amazon.nova-lite-v1:0\"}").header("X-Mark");
  }

  @Test
  void the_commands_say_what_is_missing_or_wrong() throws Exception {
    Launched bare = routes("status");
    assertThat(bare.exitCode()).isEqualTo(2);
    assertThat(bare.err()).contains("CARAVAN_ROUTES is not set; it must be s3://bucket/prefix");
    Launched wrong = routes("status", "--store", "s3://Bucket/x");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("The routes are \"s3://Bucket/x\"").doesNotContain("\tat ");
    Launched none = routes();
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("push", "status", "diff", "history", "rollback");
  }

  /** Each of these would have done other things than its user meant. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          diff 1 2 3                                         | Unexpected argument: '3'
          diff --store s3://bucket/routes --routes /missing  | There is no folder /missing
          push --store s3://bucket/routes --routes /missing  | There is no folder /missing
          push --store s3://bucket/routes --wait -5          | --wait is -5
          rollback --store s3://bucket/routes --wait -5      | --wait is -5
          history --store s3://bucket/routes --limit 0       | --limit is 0
          status --store s3://bucket/routes --local          | --store and --local name two places
          """)
  void a_wrong_command_line_is_refused_before_anything_is_done(String line, String says)
      throws Exception {
    Launched refused = routes(line.split(" +"));

    assertThat(refused.exitCode()).as(refused.out() + refused.err()).isEqualTo(2);
    assertThat(refused.err()).contains(says);
  }

  /** The file in which the laptop's S3 keeps the pointer. */
  private Path pointer() throws IOException {
    return first(file -> file.endsWith("current.json"));
  }

  private Path stored(String folder) throws IOException {
    return first(
        file -> Files.isRegularFile(file) && file.getParent().endsWith(Path.of("routes", folder)));
  }

  private Path first(Predicate<Path> wanted) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(wanted).findFirst().orElseThrow();
    }
  }

  private Launched local() {
    return Launched.start(
        home,
        Map.of(),
        Launched.localOnFreePorts(
            "--data",
            home.resolve("data").toString(),
            "--routes",
            "s3://caravan-local/routes",
            "--json"));
  }

  private Launched routes(String... arguments) {
    return Launched.start(
        home,
        Map.of(),
        Stream.concat(Stream.of("routes"), Stream.of(arguments)).toArray(String[]::new));
  }
}
