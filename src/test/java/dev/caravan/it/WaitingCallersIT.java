package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.cli.FreePort;
import dev.caravan.cli.Service;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.pace.Lane;
import dev.caravan.pace.Pace;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Callers of a model that answers only when the test says so. */
class WaitingCallersIT {

  @TempDir Path home;
  private LocalAws aws;
  private HeldBedrock bedrock;
  private S3Client s3;
  private Service service;
  private Api api;
  private Api management;

  @BeforeEach
  void start() throws Exception {
    aws = LocalAws.start(LocalAwsOptions.onFreePorts(home.resolve("data")));
    aws.useInThisJvm();
    bedrock = new HeldBedrock();
    bedrock.useInThisJvm();
    s3 = aws.s3Client();
  }

  @AfterEach
  void stop() {
    bedrock.letGo();
    if (service != null) {
      service.close();
    }
    bedrock.close();
    s3.close();
    aws.close();
  }

  @Test
  void of_200_callers_100_are_served_some_wait_the_rest_is_refused_and_other_calls_go_on() {
    serve(100, "caravan.http.line", "30");
    Crowd crowd = new Crowd(service.httpPort()).post(200);

    await()
        .untilAsserted(
            () -> {
              assertThat(bedrock.paid()).isEqualTo(100);
              assertThat(lane().inLine()).isEqualTo(30);
              assertThat(crowd.answered()).hasSize(70);
            });

    assertThat(crowd.answered())
        .allSatisfy(
            refused -> {
              assertThat(refused.statusCode()).isEqualTo(429);
              assertThat(seconds(refused)).isBetween(1L, 60L);
              assertThat(problem(refused).path("code").asText()).isEqualTo("THROTTLED");
              assertThat(problem(refused).path("detail").asText())
                  .contains("try again in " + seconds(refused) + " s")
                  .contains("Prefer: respond-async");
            });
    List<String> records = records();
    // Neither for those that are refused nor for those that wait.
    assertThat(records).hasSize(100);
    assertThat(api.get("/").status()).isEqualTo(200);
    assertThat(api.get("/generations?limit=5").json().path("generations")).hasSize(5);
    assertThat(api.get("/models").status()).isEqualTo(200);
    assertThat(api.get("/generations/" + records.get(0)).json().path("status").asText())
        .isEqualTo("running");
    assertThat(api.generate(Crowd.BODY, "Prefer", "respond-async").status()).isEqualTo(202);
    assertThat(ready().status()).isEqualTo(200);
    assertThat(lanesHealth().path("amazon.nova-lite-v1:0@us-east-1.line").asInt()).isEqualTo(30);
    assertThat(Scrape.of(management).value("caravan_pace_line", "model", "amazon.nova-lite-v1:0"))
        .isEqualTo(30);
    // All of them were answered while these callers waited.
    assertThat(crowd.answered()).hasSize(70);
    assertThat(bedrock.paid()).isEqualTo(100);

    bedrock.letGo();

    assertThat(crowd.answers().stream().filter(answer -> answer.statusCode() == 200)).hasSize(130);
    // One more is the asynchronous prompt.
    await().untilAsserted(() -> assertThat(bedrock.paid()).isEqualTo(131));
    await().untilAsserted(() -> assertThat(lane().inFlight()).isZero());
    assertThat(
            Scrape.of(management).value("caravan_pace_wait_seconds_count", "outcome", "admitted"))
        .isEqualTo(30);
  }

  @Test
  void a_caller_that_leaves_the_line_begins_nothing() throws Exception {
    serve(2, "caravan.http.line", "20");
    Crowd crowd = new Crowd(service.httpPort()).post(2);
    await().until(() -> bedrock.paid() == 2);
    List<Socket> leaving = new ArrayList<>();
    for (int n = 0; n < 10; n++) {
      leaving.add(Crowd.caller(service.httpPort()));
    }
    await().until(() -> lane().inLine() == 10);
    crowd.post(1);
    await().until(() -> lane().inLine() == 11);

    for (Socket caller : leaving) {
      caller.close();
    }
    await().until(() -> lane().inLine() == 1);
    bedrock.letGo();

    assertThat(crowd.answers()).allMatch(answer -> answer.statusCode() == 200);
    assertThat(bedrock.paid()).isEqualTo(3);
    assertThat(records()).hasSize(3);
    assertThat(Scrape.of(management).value("caravan_pace_wait_seconds_count", "outcome", "left"))
        .isEqualTo(10);
    await().untilAsserted(() -> assertThat(lane().inFlight()).isZero());
  }

  @Test
  void a_stream_of_http_2_that_is_reset_leaves_the_line_too() {
    serve(1, "caravan.http.line", "5");
    Crowd crowd = new Crowd(service.httpPort()).post(1);
    await().until(() -> bedrock.paid() == 1);
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    HttpRequest.Builder request =
        api.request("/generate").POST(HttpRequest.BodyPublishers.ofString(Crowd.BODY));
    // The connection becomes one of HTTP/2 by its first request.
    client.sendAsync(api.request("/models").build(), BodyHandlers.discarding()).join();
    CompletableFuture<HttpResponse<Void>> leaving =
        client.sendAsync(request.build(), BodyHandlers.discarding());
    await().until(() -> lane().inLine() == 1);

    leaving.cancel(true);

    await().until(() -> lane().inLine() == 0);
    bedrock.letGo();
    assertThat(crowd.answers()).allMatch(answer -> answer.statusCode() == 200);
    assertThat(bedrock.paid()).isEqualTo(1);
  }

  @Test
  void the_work_of_a_caller_that_leaves_later_is_finished_and_recorded() throws Exception {
    serve(1, "caravan.http.line", "0");
    Socket caller = Crowd.caller(service.httpPort());
    await().until(() -> bedrock.paid() == 1);

    caller.close();
    assertThat(api.generate(Crowd.BODY).status()).isEqualTo(429);
    bedrock.letGo();

    String id = records().get(0);
    await().untilAsserted(() -> assertThat(status(id)).isEqualTo("done"));
    await().untilAsserted(() -> assertThat(lane().inFlight()).isZero());
    assertThat(api.generate(Crowd.BODY).status()).isEqualTo(200);
  }

  @Test
  void while_the_lane_is_full_a_key_that_was_used_needs_no_place() {
    serve(1, "caravan.http.line", "1");
    bedrock.letGo();
    String done = UUID.randomUUID().toString();
    assertThat(keyed(Crowd.BODY, done).status()).isEqualTo(200);
    bedrock.hold();
    String running = UUID.randomUUID().toString();
    CompletableFuture<Api.Answer> first =
        CompletableFuture.supplyAsync(() -> keyed(Crowd.BODY, running));
    await().until(() -> bedrock.paid() == 2);

    for (int inLine = 0; inLine < 2; inLine++) {
      assertThat(lane().inLine()).isEqualTo(inLine);
      assertThat(keyed(Crowd.BODY, done).status()).isEqualTo(200);
      assertThat(keyed(Crowd.BODY, running).status()).isEqualTo(409);
      assertThat(
              keyed("{\"prompt\":\"another\",\"model\":\"amazon.nova-lite-v1:0\"}", done).status())
          .isEqualTo(422);
      if (inLine == 0) {
        new Crowd(service.httpPort()).post(1);
        await().until(() -> lane().inLine() == 1);
      }
    }
    assertThat(keyed(Crowd.BODY, UUID.randomUUID().toString()).status()).isEqualTo(429);

    bedrock.letGo();
    assertThat(first.join().status()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(bedrock.paid()).isEqualTo(3));
    await().untilAsserted(() -> assertThat(lane().inFlight()).isZero());
  }

  @Test
  void a_seat_is_free_again_whatever_the_request_ends_with() throws Exception {
    serve(1, "caravan.http.line", "0");
    bedrock.letGo();
    String key = UUID.randomUUID().toString();
    assertThat(keyed(Crowd.BODY, key).status()).isEqualTo(200);
    Map<String, Integer> statuses = new HashMap<>();
    // Each needs the only place, so each finds it free.
    statuses.put("from its record", keyed(Crowd.BODY, key).status());
    statuses.put("no prompt", api.generate("{\"prompt\":\"\"}").status());
    statuses.put("no JSON", api.generate("{").status());
    statuses.put(
        "a parameter of the query",
        api.send(
                api.request("/generate?id=1")
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(Crowd.BODY)))
            .status());
    statuses.put("another body", keyed("{\"prompt\":\"b\"}", key).status());
    statuses.put(
        "two keys",
        api.generate(Crowd.BODY, "Idempotency-Key", "a", "Idempotency-Key", "b").status());

    assertThat(statuses)
        .isEqualTo(
            Map.of(
                "from its record", 200,
                "no prompt", 400,
                "no JSON", 400,
                "a parameter of the query", 400,
                "another body", 422,
                "two keys", 400));
    await().untilAsserted(() -> assertThat(lane().inFlight()).isZero());
    assertThat(api.generate(Crowd.BODY).status()).isEqualTo(200);
  }

  @Test
  void a_reload_while_callers_wait_loses_none_of_them() throws Exception {
    Path routes = Files.createDirectories(home.resolve("routes"));
    ReloadingCaravan.copyShipped(routes);
    serve(routes, 1, "caravan.routes.reload", "true");
    Crowd crowd = new Crowd(service.httpPort()).post(1);
    await().until(() -> bedrock.paid() == 1);
    crowd.post(1);
    await().until(() -> lane().inLine() == 1);

    // The new consumer replaces the one through which the caller came.
    String before = management.get("/observe/routes").text();
    Path file = routes.resolve("http.camel.yaml");
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "        path: /generate\n",
                "        path: /generate\n        consumes: application/json\n"));
    await().until(() -> !management.get("/observe/routes").text().equals(before));
    bedrock.letGo();

    assertThat(crowd.answers()).allMatch(answer -> answer.statusCode() == 200);
    bedrock.hold();
    crowd.post(1);
    await().until(() -> bedrock.paid() == 3);
    crowd.post(1);
    await().until(() -> lane().inLine() == 1);
    bedrock.letGo();
    assertThat(crowd.answers()).allMatch(answer -> answer.statusCode() == 200);
  }

  @Test
  void at_a_signal_callers_in_line_are_sent_away_and_those_in_work_are_answered() throws Exception {
    int port = FreePort.find();
    int managementPort = FreePort.find();
    Map<String, String> variables = new HashMap<>(aws.variables());
    variables.put("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", bedrock.endpoint());
    variables.put("SQS_QUEUE_URL", aws.queueUrl());
    variables.put("SQS_DEAD_LETTER_QUEUE_URL", aws.deadLetterQueueUrl());
    variables.put("BUCKET_NAME", aws.bucket());
    variables.put("HTTP_PORT", String.valueOf(port));
    variables.put("MANAGEMENT_PORT", String.valueOf(managementPort));
    variables.put("CARAVAN_PACE_START", "3");
    variables.put("CARAVAN_PACE_MAX", "3");
    variables.put("CARAVAN_QUEUE_WAIT_SECONDS", "1");
    management = new Api(managementPort);
    try (Launched serve = Launched.start(home, variables, "serve")) {
      await().ignoreExceptions().until(() -> serve.err().contains("Ready: HTTP"));
      Crowd inWork = new Crowd(port).post(3);
      await().until(() -> bedrock.paid() == 3);
      Crowd inLine = new Crowd(port).post(3);
      await().until(() -> Scrape.of(management).value("caravan_pace_line") == 3);

      serve.terminate();

      assertThat(inLine.answers()).allSatisfy(WaitingCallersIT::isStopping);
      assertThat(ready().status()).isEqualTo(503);
      assertThat(new Crowd(port).post(1).answers()).allSatisfy(WaitingCallersIT::isStopping);
      assertThat(inWork.answered()).isEmpty();
      bedrock.letGo();
      assertThat(inWork.answers()).allMatch(answer -> answer.statusCode() == 200);
      assertThat(serve.exitCode()).isEqualTo(143);
      assertThat(serve.err()).doesNotContain("Exception");
    }
    assertThat(bedrock.paid()).isEqualTo(3);
    assertThat(records()).hasSize(3);
  }

  @Test
  void with_a_delay_the_service_takes_prompts_after_readiness_is_down() {
    serve(1, "caravan.shutdown.delay-seconds", "600");
    bedrock.letGo();
    assertThat(ready().status()).isEqualTo(200);
    Thread stopping = new Thread(service::close);
    stopping.start();

    await().until(() -> ready().status() == 503);

    assertThat(api.generate(Crowd.BODY).status()).isEqualTo(200);
    assertThat(management.get("/observe/health/live").status()).isEqualTo(200);
    // Ends the delay, which is longer than any machine needs.
    stopping.interrupt();
    await().until(() -> !stopping.isAlive());
    service = null;
  }

  private void serve(int max, String key, String value) {
    serve(Path.of("routes"), max, key, value);
  }

  private void serve(Path routes, int max, String key, String value) {
    Map<String, String> settings = new HashMap<>(RunningCaravan.Running.settings(aws));
    settings.put("caravan.pace.start", String.valueOf(max));
    settings.put("caravan.pace.max", String.valueOf(max));
    // With a short claim, S3 has only half a second for each answer to a hundred callers at once.
    settings.put("caravan.claim.seconds", "60");
    settings.put(key, value);
    service = Service.start(routes, settings);
    api = new Api(service.httpPort());
    management = new Api(service.managementPort());
  }

  private Lane lane() {
    return service
        .context()
        .getRegistry()
        .lookupByNameAndType("pace", Pace.class)
        .lanes()
        .iterator()
        .next();
  }

  private Api.Answer keyed(String body, String key) {
    return api.generate(body, "Idempotency-Key", key);
  }

  private Api.Answer ready() {
    return management.get("/observe/health/ready");
  }

  private JsonNode lanesHealth() {
    for (JsonNode check :
        management.get("/observe/health?exposureLevel=full&data=true").json().path("checks")) {
      if (check.path("name").asText().equals("lanes")) {
        return check.path("data");
      }
    }
    throw new AssertionError("no check of the lanes");
  }

  /** The ids of all generations that have a record. */
  private List<String> records() {
    return s3
        .listObjectsV2Paginator(list -> list.bucket(aws.bucket()).prefix("generations/"))
        .contents()
        .stream()
        .map(S3Object::key)
        .filter(key -> key.endsWith(".json"))
        .map(key -> key.replaceAll("generations/|\\.json", ""))
        .toList();
  }

  private String status(String id) {
    return api.get("/generations/" + id).json().path("status").asText();
  }

  private static void isStopping(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(problem(answer).path("code").asText()).isEqualTo("STOPPING");
    assertThat(seconds(answer)).isPositive();
  }

  private static long seconds(HttpResponse<String> answer) {
    return answer.headers().firstValueAsLong("Retry-After").orElseThrow();
  }

  private static JsonNode problem(HttpResponse<String> answer) {
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + answer.body(), e);
    }
  }
}
