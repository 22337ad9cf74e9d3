package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.cli.FreePort;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.local.LocalAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Runs the routes with the Camel CLI and Caravan's jar as a dependency (docs/camel-cli.md). */
@ExtendWith(RunningCaravan.class)
class CamelCliIT {

  private static final String MODEL = "amazon.nova-lite-v1:0";

  @TempDir Path folder;
  @TempDir Path installed;
  private Running running;
  private LocalAws.Place place;
  private SqsClient sqs;
  private S3Client s3;

  @BeforeEach
  void prepare(Running running) throws IOException {
    this.running = running;
    place = running.aws().another("camel-cli-" + UUID.randomUUID());
    sqs = running.aws().sqsClient();
    s3 = running.aws().s3Client();
    CamelCli.install(installed);
    Files.createDirectories(folder.resolve("routes"));
    for (Path file : files(Path.of("routes"))) {
      Files.copy(file, folder.resolve("routes").resolve(file.getFileName()));
    }
  }

  @AfterEach
  void close() {
    sqs.close();
    s3.close();
  }

  @Test
  void camel_run_processes_prompts_of_both_entrances_and_finishes_them_before_it_stops()
      throws Exception {
    // The CLI listens seconds later, and services of other tests take ports of the usual range.
    int http = FreePort.find(19_000, 19_499);
    int management = FreePort.find(19_500, 19_999);
    Path built = folder.resolve("built");
    BeansBuiltOnceIT.declare(folder.resolve("routes/beans.camel.yaml"), built);
    List<String> arguments = new ArrayList<>(List.of("run"));
    files(folder.resolve("routes")).stream()
        .map(file -> "routes/" + file.getFileName())
        .filter(file -> file.endsWith(".camel.yaml"))
        .forEach(arguments::add);
    arguments.add("--dep=mvn:dev.caravan:caravan:" + Version.ofThePom());
    Map<String, String> variables = variables();
    variables.put("HTTP_PORT", String.valueOf(http));
    variables.put("MANAGEMENT_PORT", String.valueOf(management));
    try (CamelCli camel = CamelCli.start(folder, installed, variables, arguments)) {
      awaitReady(camel, management);

      Api.Answer answer = new Api(http).generate(prompt("a haiku by HTTP"));
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(stored(answer.json().path("id").asText())).contains("haiku by HTTP");
      // A caller may read the answer before its exchange has ended and is counted.
      await()
          .untilAsserted(
              () ->
                  assertThat(new Api(management).get("/observe/metrics").text())
                      .contains("caravan_generations"));
      assertThat(Files.readAllLines(built)).hasSize(1);
      // The API's port does not serve the routes of the management port.
      assertThat(new Api(http).get("/dead-letters").status()).isEqualTo(404);
      assertThat(new Api(management).get("/dead-letters").status()).isEqualTo(200);

      running.bedrockShould("{\"action\":\"slow\",\"latency\":2}");
      String id = send(prompt("a haiku from the queue"));
      await().atMost(Duration.ofSeconds(60)).until(() -> running.aws().bedrock().inFlight() == 1);
      camel.terminate();

      assertThat(camel.exitCode()).isEqualTo(143);
      assertThat(stored(id)).contains("haiku from the queue");
      assertThat(messages()).isZero();
      assertThat(running.aws().bedrock().calls()).hasSize(2);
      assertSameVersionsAsTheImage(camel.loadedJars());
      // The CLI stores no prompts: neither in its log nor in its home.
      try (Stream<Path> all = Files.walk(folder)) {
        assertThat(all.filter(Files::isRegularFile))
            .anyMatch(file -> file.endsWith("camel.log"))
            .allSatisfy(file -> assertThat(file).content().doesNotContain("haiku"));
      }
    }
  }

  // Slow, because it starts the CLI again. CamelCliFilesTest and StartCheckTest cover this faster.
  @Tag("slow")
  @Test
  void camel_run_works_with_the_folder_alone_and_refuses_what_serve_refuses() throws Exception {
    Map<String, String> variables = variables();
    variables.put("HTTP_HOST", "0.0.0.0");
    try (CamelCli camel = CamelCli.start(folder, installed, variables, List.of("run", "routes"))) {

      assertThat(camel.exitCode()).isNotZero();
      assertThat(camel.log())
          .contains("set CARAVAN_HTTP_TOKENS")
          .contains("profile: production")
          .doesNotContain("HttpServer started");
    }
  }

  private static void assertSameVersionsAsTheImage(Set<String> loaded) throws IOException {
    Map<String, String> versions =
        ImageJars.all().stream()
            .map(jar -> jar.getFileName().toString())
            .collect(Collectors.toMap(ImageJars::artifact, ImageJars::version));
    Map<String, String> used =
        loaded.stream()
            .filter(jar -> versions.containsKey(ImageJars.artifact(jar)))
            .collect(Collectors.toMap(ImageJars::artifact, ImageJars::version));
    // Netty, Vert.x and Jackson are in the CLI's own class path, which comes first.
    assertThat(used).containsKeys("sdk-core", "sqs", "s3", "bedrockruntime", "apache-client");
    assertThat(versions).containsAllEntriesOf(used);
  }

  private void awaitReady(CamelCli camel, int management) {
    Api api = new Api(management);
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> {
              if (!camel.isAlive()) {
                return true;
              }
              try {
                return api.get("/observe/health/ready").status() == 200;
              } catch (AssertionError notYet) {
                return false;
              }
            });
    assertThat(camel.isAlive()).as(() -> read(camel)).isTrue();
  }

  private static String read(CamelCli camel) {
    try {
      return camel.log();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(running.aws().variables());
    variables.put("SQS_QUEUE_URL", place.queueUrl());
    variables.put("SQS_DEAD_LETTER_QUEUE_URL", place.deadLetterQueueUrl());
    variables.put("BUCKET_NAME", place.bucket());
    variables.put("CARAVAN_QUEUE_WAIT_SECONDS", "1");
    return variables;
  }

  private static String prompt(String text) {
    return "{\"prompt\":\"%s\",\"model\":\"%s\"}".formatted(text, MODEL);
  }

  private String send(String body) {
    return sqs.sendMessage(send -> send.queueUrl(place.queueUrl()).messageBody(body)).messageId();
  }

  private String stored(String id) {
    return s3.getObjectAsBytes(get -> get.bucket(place.bucket()).key("texts/" + id + ".txt"))
        .asUtf8String();
  }

  private int messages() {
    return sqs
        .getQueueAttributes(
            get ->
                get.queueUrl(place.queueUrl())
                    .attributeNamesWithStrings(
                        "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"))
        .attributes()
        .values()
        .stream()
        .mapToInt(Integer::parseInt)
        .sum();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
