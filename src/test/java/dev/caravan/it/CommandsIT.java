package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands as a user does, each in its own JVM. */
class CommandsIT {

  @TempDir Path home;
  private Path data;

  @BeforeEach
  void data() throws IOException {
    data = Files.createDirectory(home.resolve("data"));
  }

  @Test
  void local_says_where_everything_is_takes_prompts_and_stops_on_a_signal() throws Exception {
    try (Launched local = local("--json")) {
      JsonNode where = json(local);
      for (String name :
          new String[] {
            "http", "management", "queueUrl", "deadLetterQueueUrl", "sqsEndpoint", "s3Endpoint",
            "bucket", "bedrockEndpoint", "region", "accessKeyId", "secretAccessKey", "dataDir"
          }) {
        assertThat(where.path(name).asText()).as(name).isNotEmpty();
      }
      Api api = new Api(URI.create(where.path("http").asText()).getPort());
      Api management = new Api(URI.create(where.path("management").asText()).getPort());
      assertThat(management.get("/observe/health/ready").status()).isEqualTo(200);
      assertThat(management.get("/observe/metrics").text()).contains("camel_routes_running");

      Launched sent = run("send", "--local", "Me on top of K2");
      assertThat(sent.exitCode()).isZero();
      String id = sent.out().strip();

      await()
          .untilAsserted(
              () ->
                  assertThat(api.get("/generations/" + id).json().path("status").asText())
                      .isEqualTo("done"));
      assertThat(data.resolve(where.path("bucket").asText()).resolve("images/" + id + ".png"))
          .exists();

      local.terminate();
      assertThat(local.exitCode()).isEqualTo(143);
      assertThat(local.err()).doesNotContain("Exception");
      assertThat(home.resolve(".caravan/local"))
          .isDirectoryNotContaining("glob:**.json")
          .isDirectoryNotContaining("glob:**.tmp");
    }
  }

  @Test
  void send_takes_a_file_with_one_prompt_per_line() throws Exception {
    try (Launched local = local("--aws-only", "--json")) {
      JsonNode where = json(local);
      assertThat(where.has("http")).isFalse();
      // The file contains credentials, so only its user may read it.
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(
                      home.resolve(".caravan/local/" + where.path("pid").asText() + ".json"))))
          .isEqualTo("rw-------");
      Path prompts = home.resolve("prompts.txt");
      Files.writeString(
          prompts,
          IntStream.range(0, 25).mapToObj(n -> "prompt " + n).collect(Collectors.joining("\n")));

      Launched sent = run("send", "--local", "--file", prompts.toString(), "--count", "2");

      assertThat(sent.exitCode()).as(sent.err()).isZero();
      assertThat(sent.out().lines()).hasSize(50).doesNotHaveDuplicates();
      // Not on a terminal, so there is no progress bar.
      assertThat(sent.err().strip()).isEqualTo("caravan: 50 sent, 0 failed");
    }
  }

  @Test
  void serve_runs_against_the_endpoints_in_the_sdks_own_variables() throws Exception {
    try (LocalAws aws = LocalAws.start(LocalAwsOptions.onFreePorts(data))) {
      Map<String, String> variables = Launched.variables(aws);
      assertThat(variables)
          .containsKeys(
              "AWS_REGION",
              "AWS_ENDPOINT_URL_SQS",
              "AWS_ENDPOINT_URL_S3",
              "AWS_ENDPOINT_URL_BEDROCK_RUNTIME");
      variables.put("CARAVAN_QUEUE_WAIT_SECONDS", "1");
      variables.put("CARAVAN_HTTP_TOKENS", "old-token,new-token");
      variables.put("CARAVAN_S3_PREFIX", "team/blue");
      Path loaded = home.resolve("loaded.txt");
      variables.put("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + loaded);
      try (Launched serve = Launched.start(home, variables, "serve")) {
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> serve.err().contains("Ready: HTTP on port"));
        int port = Integer.parseInt(serve.err().replaceAll("(?s).*HTTP on port (\\d+),.*", "$1"));
        Api api = new Api(port);

        assertThat(api.generate("{\"prompt\":\"no token\"}").status()).isEqualTo(401);
        assertThat(api.generate("{\"prompt\":\"x\"}", "Authorization", "Bearer wrong").status())
            .isEqualTo(401);
        Api.Answer answer =
            api.generate("{\"prompt\":\"served\"}", "Authorization", "Bearer new-token");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("image_path").asText()).contains("/team/blue/images/");
        serve.terminate();
        assertThat(serve.exitCode()).isEqualTo(143);
        assertThat(serve.err()).contains("Stopping").doesNotContain("Exception");
        // The classes that analyse routes must not be loaded to run them.
        assertThat(Files.readAllLines(loaded))
            .filteredOn(line -> line.contains("ServeCommand ") || isForLooking(line))
            .hasSize(1);
      }
    }
  }

  @Test
  void models_are_checked_with_the_bedrock_that_runs_here() throws Exception {
    try (Launched local = local("--aws-only", "--json")) {
      json(local);

      Launched checked = run("models", "--check", "--local");

      assertThat(checked.out()).isEqualTo("Bedrock and the catalogue agree on 7 models.");
      assertThat(checked.exitCode()).as(checked.err()).isZero();

      Path routes = Files.createDirectory(home.resolve("routes"));
      Files.writeString(
          routes.resolve("models.yaml"),
          Files.readString(Path.of("routes/models.yaml"))
              .replaceFirst("state: active", "state: retired"));
      Launched other = run("models", "--check", "--local", "--routes", routes.toString());

      assertThat(other.out())
          .startsWith("stability.stable-image-core-v1:1 (us-west-2): Bedrock says active, and the")
          .contains("Differences: 1");
      assertThat(other.exitCode()).as(other.err()).isEqualTo(1);
    }
  }

  @Test
  void the_doctor_finds_the_laptop_aws_healthy_and_then_a_model_without_access() throws Exception {
    try (Launched local = local("--aws-only", "--json")) {
      JsonNode where = json(local);

      Launched healthy = run("doctor", "--local", "--json", "--strict");

      JsonNode report = new ObjectMapper().readTree(healthy.out());
      assertThat(report.path("checks").findValuesAsText("check"))
          .contains("settings", "regions", "queue", "dead-letters", "bucket", "models", "clock")
          .contains("tokens", "metrics");
      assertThat(report.path("checks").findValuesAsText("status"))
          .as(report.toPrettyString())
          .containsOnly("ok");
      assertThat(healthy.exitCode()).as(healthy.err()).isZero();
      assertThat(healthy.err()).isEmpty();

      Api bedrock = new Api(URI.create(where.path("bedrockEndpoint").asText()).getPort());
      String rule = "{\"action\":\"denied\",\"match\":{\"model\":\"amazon.nova-lite*\"}}";
      bedrock.send(
          bedrock.request("/_caravan/rules").POST(HttpRequest.BodyPublishers.ofString(rule)));
      Launched denied = run("doctor", "--local");

      assertThat(denied.out())
          .containsPattern("(?m)^failed   models        amazon.nova-lite-v1:0 .us-east-1.: .+Allow")
          .containsPattern("(?m)^ok       models        stability.stable-image-core-v1:1 ");
      assertThat(denied.exitCode()).isEqualTo(1);
    }
  }

  @Test
  void the_doctor_without_settings_names_them_and_has_no_stack_trace() throws Exception {
    Launched doctor = run("doctor");

    assertThat(doctor.out())
        .containsPattern("(?m)^failed   settings      SQS_QUEUE_URL is not set")
        .containsPattern("(?m)^failed   regions       no AWS region is set")
        .containsPattern("(?m)^failed   queue         not checked; correct SQS_QUEUE_URL first$")
        .containsPattern("(?m)^ok       tokens ")
        .doesNotContain("\tat ");
    assertThat(doctor.err()).isEmpty();
    assertThat(doctor.exitCode()).isEqualTo(1);
  }

  @Test
  void lint_finds_nothing_wrong_in_the_shipped_files() throws Exception {
    Launched lint = run("lint", "--strict");

    assertThat(lint.out()).isEqualTo("Nothing is wrong.");
    assertThat(lint.exitCode()).as(lint.err()).isZero();
    assertThat(lint.err()).isEmpty();
  }

  @Test
  void serve_names_every_setting_that_is_missing_or_malformed() throws Exception {
    try (Launched serve =
        Launched.start(
            home, Map.of("BUCKET_NAME", "Not A Bucket", "HTTP_PORT", "eighty"), "serve")) {
      assertThat(serve.exitCode()).isEqualTo(2);
      assertThat(serve.err())
          .contains("SQS_QUEUE_URL is not set", "for example https://sqs.")
          .contains("SQS_DEAD_LETTER_QUEUE_URL is not set")
          .contains("BUCKET_NAME is \"Not A Bucket\"")
          .contains("HTTP_PORT is \"eighty\"; it must be a port")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void a_port_in_use_is_one_line_that_says_what_to_do() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
        Launched local =
            Launched.start(
                home,
                Map.of(),
                "local",
                "--http-port",
                String.valueOf(taken.getLocalPort()),
                "--data",
                data.toString())) {
      assertThat(local.exitCode()).isEqualTo(2);
      assertThat(local.err().strip())
          .isEqualTo(
              "caravan: Port %d is in use. Stop the program that uses it, or pick a free port: --http-port 0"
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void a_folder_that_cant_be_written_is_one_line_that_says_what_to_do() throws Exception {
    Path file = Files.writeString(home.resolve("a-file"), "not a folder");
    try (Launched local =
        Launched.start(
            home,
            Map.of(),
            "local",
            "--aws-only",
            "--sqs-port",
            "0",
            "--s3-port",
            "0",
            "--bedrock-port",
            "0",
            "--data",
            file + "/data")) {
      assertThat(local.exitCode()).isEqualTo(2);
      assertThat(local.err().lines()).hasSize(1);
      assertThat(local.err()).contains("Can't write to").contains("--data DIR");
    }
  }

  @Test
  void send_without_prompt_queue_or_credentials_says_so() throws Exception {
    assertFails(run("send"), 2, "No prompt given");
    assertFails(run("send", "hello"), 2, "SQS_QUEUE_URL is not set");
    assertFails(run("send", "--local", "hello"), 2, "./caravan local is not running");
    assertFails(
        Launched.start(
            home,
            Map.of("SQS_QUEUE_URL", "https://sqs.eu-north-1.amazonaws.com/123456789012/prompts"),
            "send",
            "hello"),
        2,
        "No AWS region is set");
    assertFails(
        Launched.start(
            home,
            Map.of(
                "SQS_QUEUE_URL",
                "https://sqs.eu-north-1.amazonaws.com/123456789012/prompts",
                "AWS_REGION",
                "eu-north-1"),
            "send",
            "hello"),
        2,
        "No AWS credentials");
  }

  @Test
  void help_models_and_completion_work_and_an_unknown_command_fails() throws Exception {
    Launched help = run("--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("serve", "send", "models", "local", "Exit codes");
    Launched models = run("models");
    assertThat(models.exitCode()).isZero();
    assertThat(models.out()).contains("* stability.stable-image-core-v1:1", "retired");
    Launched completion = run("generate-completion");
    assertThat(completion.exitCode()).isZero();
    assertThat(completion.out()).contains("complete -F");
    assertFails(run("frobnicate"), 2, "frobnicate");
  }

  private static boolean isForLooking(String loaded) {
    return loaded.contains(" dev.caravan.routes.lint.")
        || loaded.contains("/camel-core-catalog-")
        || loaded.contains("/camel-tooling-model-");
  }

  private Launched local(String... more) {
    String[] ports = Launched.localOnFreePorts("--data", data.toString());
    return Launched.start(
        home,
        // The AWS variables in the user's shell must not change the result.
        Map.of(
            "SQS_QUEUE_URL", "https://sqs.eu-north-1.amazonaws.com/123456789012/real",
            "BUCKET_NAME", "a-real-bucket",
            "AWS_REGION", "eu-north-1",
            "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1"),
        java.util.stream.Stream.concat(
                java.util.Arrays.stream(ports), java.util.Arrays.stream(more))
            .toArray(String[]::new));
  }

  private Launched run(String... arguments) {
    return Launched.start(home, Map.of(), arguments);
  }

  private static void assertFails(Launched launched, int code, String message) throws Exception {
    assertThat(launched.exitCode()).isEqualTo(code);
    assertThat(launched.err()).contains(message).doesNotContain("\tat ");
  }

  private static JsonNode json(Launched local) throws IOException {
    String line = local.line();
    assertThat(line).as(local.err()).isNotNull();
    return new ObjectMapper().readTree(line);
  }
}
