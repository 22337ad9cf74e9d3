package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.CommandRun;
import dev.caravan.SystemProperties;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Sha256;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.local.bedrock.rule.RuleReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Callers with tokens, by variable and by file, as a service in its own JVM sees them. */
class CallersIT {

  private static final String PLAIN = "plain-secret-token";
  private static final String SITE = "site-secret-token";
  private static final String BATCH = "batch-secret-token";
  private static final String ROTATED = "rotated-secret-token";
  private static final String TEXT = "{\"prompt\":\"a boat\",\"model\":\"amazon.nova-lite-v1:0\"}";

  @TempDir Path home;
  private LocalAws aws;
  private Path file;
  private Launched serve;
  private Api api;

  @BeforeEach
  void start() throws Exception {
    aws = LocalAws.start(LocalAwsOptions.onFreePorts(home.resolve("data")));
    file = home.resolve("tokens");
    Files.writeString(file, line(BATCH));
    Map<String, String> variables = Launched.variables(aws);
    variables.put("CARAVAN_HTTP_TOKENS", PLAIN + ",website=" + SITE);
    variables.put("CARAVAN_HTTP_TOKENS_FILE", file.toString());
    variables.put("CARAVAN_QUEUE_WAIT_SECONDS", "1");
    variables.put("CARAVAN_LOG_FORMAT", "json");
    variables.put("CARAVAN_LOG_LEVEL", "DEBUG");
    serve = Launched.start(home, variables, "serve");
    await().atMost(Duration.ofSeconds(60)).until(() -> serve.err().contains("Ready: HTTP on port"));
    api = new Api(Integer.parseInt(serve.err().replaceAll("(?s).*HTTP on port (\\d+),.*", "$1")));
  }

  @AfterEach
  void stop() {
    serve.close();
    aws.close();
  }

  @Test
  void a_callers_name_is_in_the_record_and_in_the_log_and_its_token_nowhere() throws Exception {
    String plain = done(PLAIN);
    String site = done(SITE);
    String batch = done(BATCH);
    assertThat(List.of(plain, site, batch))
        .containsExactly(
            // As before tokens had names.
            GenerationId.fromIdempotencyKey(Sha256.of(PLAIN).hex(), "same").value(),
            GenerationId.fromIdempotencyKey("name:website", "same").value(),
            GenerationId.fromIdempotencyKey("name:batch", "same").value());
    assertThat(caller(plain)).isEqualTo("token-1");
    assertThat(caller(site)).isEqualTo("website");
    assertThat(caller(batch)).isEqualTo("batch");

    String later = generate(SITE, "Prefer", "respond-async").json().path("id").asText();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(record(later).path("status").asText()).isEqualTo("done"));
    assertThat(caller(later)).isEqualTo("website");
    String sent;
    try (Queues queues = new Queues(aws)) {
      sent = queues.send(TEXT);
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(record(sent).path("status").asText()).isEqualTo("done"));
    assertThat(record(sent).has("caller")).isFalse();

    aws.bedrock()
        .misbehaviour()
        .addAll(new RuleReader().read("{\"action\":\"unavailable\",\"times\":3}"));
    String failed = generate(SITE).json().path("id").asText();
    assertThat(lines("generation", failed))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.path("caller").asText()).isEqualTo("website"));
    assertThat(generate("wrong-secret-token").status()).isEqualTo(401);

    assertNowhere("secret-token");
  }

  @Test
  void a_changed_file_changes_the_tokens_without_a_restart_and_a_caller_keeps_its_keys()
      throws Exception {
    String first = done(BATCH);

    Files.writeString(file, line(BATCH) + line(ROTATED));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> generate(ROTATED, "Idempotency-Key", "same").status() == 200);
    assertThat(done(ROTATED)).isEqualTo(first);
    assertThat(done(BATCH)).isEqualTo(first);
    assertThat(aws.bedrock().calls()).hasSize(1);

    Files.writeString(file, line(ROTATED));
    await().atMost(Duration.ofSeconds(60)).until(() -> status(BATCH) == 401);
    assertThat(status(ROTATED)).isEqualTo(200);

    Files.writeString(file, "batch " + BATCH + "\n");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> serve.err().contains("can't be used: line 1 is not"));
    assertThat(status(BATCH)).isEqualTo(401);
    assertThat(status(ROTATED)).isEqualTo(200);

    Files.writeString(file, "");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> serve.err().contains("can't be used: it has no token"));
    assertThat(status(null)).isEqualTo(401);
    assertThat(status(ROTATED)).isEqualTo(200);
    assertThat(status(SITE)).isEqualTo(200);
    Files.delete(file);
    assertNowhere("secret-token");
  }

  @Test
  void any_token_reads_every_generation() throws Exception {
    String id = done(BATCH);

    String[] other = {"Authorization", "Bearer " + SITE};
    assertThat(api.get("/generations", other).text()).contains(id, "a boat", "batch");
    assertThat(api.get("/generations/" + id, other).text()).contains("a boat", "batch");
    assertThat(api.get("/generations/" + id + "/content", other).status()).isEqualTo(200);

    try (SystemProperties properties = new SystemProperties()) {
      properties.set("caravan.url", api.base());
      properties.set("browser", "true");
      assertCommandsRefused(id, "requires a token. Set CARAVAN_TOKEN");
      properties.set("caravan.token", "wrong-secret-token");
      assertCommandsRefused(id, "does not know this token");
      properties.set("caravan.token", SITE);
      for (String[] command : commands(id)) {
        CommandRun run = CommandRun.of(command);
        assertThat(run.exitCode()).as(String.join(" ", command) + run.err()).isZero();
      }
      String tokens = Files.writeString(home.resolve("my-token"), PLAIN + "\n").toString();
      properties.set("caravan.token", "wrong-secret-token");
      assertThat(CommandRun.of("list", "--token-file", tokens).exitCode()).isZero();
      properties.set("caravan.token", "");
      properties.set("caravan.token-file", tokens);
      assertThat(CommandRun.of("list").exitCode()).isZero();
      properties.set("caravan.token-file", home.resolve("no-file").toString());
      assertThat(CommandRun.of("list"))
          .matches(run -> run.exitCode() == 2 && run.err().contains("CARAVAN_TOKEN_FILE is"));
    }
  }

  private String[][] commands(String id) {
    return new String[][] {
      {"status", id},
      {"get", id, "-o", home.resolve("text.txt").toString()},
      {"list"},
      {"open", id},
      {"send", "--url", api.base(), "--wait", "--model", "amazon.nova-lite-v1:0", "a boat"},
    };
  }

  private void assertCommandsRefused(String id, String why) {
    for (String[] command : commands(id)) {
      CommandRun run = CommandRun.of(command);
      assertThat(run.exitCode()).as(String.join(" ", command)).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .startsWith("caravan: The service at " + api.base() + " " + why)
          .hasLineCount(1)
          .doesNotContain("secret-token");
    }
  }

  @Test
  void any_token_removes_every_generation() {
    String id = done(BATCH);

    Api.Answer deleted =
        api.send(api.request("/generations/" + id).DELETE(), "Authorization", "Bearer " + SITE);

    assertThat(deleted.status()).as(deleted.text()).isEqualTo(200);
    assertThat(api.send(api.request("/generations/" + id).DELETE()).status()).isEqualTo(401);
  }

  private static String line(String token) {
    return "batch sha256:" + Sha256.of(token).hex() + "\n";
  }

  private String done(String token) {
    Api.Answer answer = generate(token, "Idempotency-Key", "same");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().path("id").asText();
  }

  private Api.Answer generate(String token, String... more) {
    return api.generate(
        TEXT,
        Stream.concat(Stream.of("Authorization", "Bearer " + token), Stream.of(more))
            .toArray(String[]::new));
  }

  /**
   * @param token null to send none
   */
  private int status(String token) {
    return token == null
        ? api.get("/models").status()
        : api.get("/models", "Authorization", "Bearer " + token).status();
  }

  private JsonNode record(String id) {
    return api.get("/generations/" + id, "Authorization", "Bearer " + SITE).json();
  }

  private String caller(String id) {
    return record(id).path("caller").asText();
  }

  private List<JsonNode> lines(String field, String value) throws IOException {
    ObjectMapper json = new ObjectMapper();
    return serve
        .err()
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(
            line -> {
              try {
                return json.readTree(line);
              } catch (IOException e) {
                throw new AssertionError(line, e);
              }
            })
        .filter(line -> line.path(field).asText().equals(value))
        .toList();
  }

  /** Neither in the log nor in an object in S3. */
  private void assertNowhere(String token) throws IOException {
    assertThat(serve.err()).doesNotContain(token);
    try (Stream<Path> all = Files.walk(home.resolve("data"))) {
      List<Path> objects = all.filter(Files::isRegularFile).toList();
      assertThat(objects)
          .isNotEmpty()
          .allSatisfy(
              object ->
                  assertThat(new String(Files.readAllBytes(object), StandardCharsets.ISO_8859_1))
                      .as(object.toString())
                      .doesNotContain(token));
    }
  }
}
