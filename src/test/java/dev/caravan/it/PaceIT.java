package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Service;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.pace.Lane;
import dev.caravan.pace.Pace;
import dev.caravan.queue.LeasingSqsClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that may have two calls in flight. */
class PaceIT {

  private static final String BODY = "{\"prompt\":\"a haiku\",\"model\":\"amazon.nova-lite-v1:0\"}";

  @TempDir static Path data;
  private static Running caravan;

  @BeforeAll
  static void start() throws Exception {
    LocalAws aws = LocalAws.start(LocalAwsOptions.onFreePorts(data));
    aws.useInThisJvm();
    Map<String, String> settings = new HashMap<>(Running.settings(aws));
    settings.put("caravan.pace.start", "2");
    settings.put("caravan.pace.max", "2");
    settings.put("caravan.http.line", "0");
    Service service = Service.start(Path.of("routes"), settings);
    caravan =
        new Running(
            aws,
            service,
            new Api(service.httpPort()),
            new Api(service.managementPort()),
            new Queues(aws));
  }

  @AfterAll
  static void stop() {
    caravan.close();
  }

  @BeforeEach
  void behave() {
    caravan.aws().bedrock().misbehaviour().clear();
    caravan.aws().bedrock().clearCalls();
  }

  @AfterEach
  void every_place_is_free_again_and_there_were_never_more_than_two() {
    await().untilAsserted(() -> assertThat(lane().inFlight()).isZero());
    assertThat(caravan.aws().bedrock().mostInFlight()).isLessThanOrEqualTo(2);
  }

  @Test
  void a_call_beyond_the_limit_is_refused_at_once_or_done_later_if_the_caller_prefers() {
    caravan.bedrockShould("{\"action\":\"slow\",\"latency\":\"3s\",\"times\":2}");
    List<CompletableFuture<Api.Answer>> first =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> caravan.api().generate(BODY)))
            .limit(2)
            .toList();
    await().until(() -> caravan.aws().bedrock().inFlight() == 2);

    Api.Answer refused = caravan.api().generate(BODY);
    Api.Answer queued = caravan.api().generate(BODY, "Prefer", "respond-async");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(refused.json().path("code").asText()).isEqualTo("THROTTLED");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
    assertThat(refused.json().path("detail").asText())
        .contains("try again in " + refused.header("Retry-After") + " s")
        .contains("Prefer: respond-async");
    assertThat(queued.status()).isEqualTo(202);
    // It was refused while both calls were still in flight, without a call of its own.
    assertThat(first).noneMatch(CompletableFuture::isDone);
    assertThat(caravan.aws().bedrock().calls()).hasSize(2);
    assertThat(first).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
    JsonNode record = awaitDone(queued.json().path("id").asText());
    // It waited for its turn; nothing was given back.
    assertThat(record.path("attempts").asInt()).isEqualTo(1);
    assertThat(record.path("modelCalls").asInt()).isEqualTo(1);
  }

  @Test
  void a_backlog_is_worked_off_two_calls_at_a_time() {
    caravan.bedrockShould("{\"action\":\"slow\",\"latency\":\"1500ms\",\"times\":2}");

    List<String> ids = IntStream.range(0, 8).mapToObj(n -> caravan.queues().send(BODY)).toList();

    await().until(() -> caravan.aws().bedrock().inFlight() == 2);
    // Eight workers are idle, but no message is started for which there is no place.
    assertThat(bean("sqs", LeasingSqsClient.class).working()).isBetween(1, 2);
    assertThat(ids)
        .allSatisfy(id -> assertThat(awaitDone(id).path("attempts").asInt()).isEqualTo(1));
    assertThat(caravan.aws().bedrock().calls()).hasSize(8);
  }

  @Test
  void a_call_that_failed_leaves_its_place() {
    caravan.bedrockShould("{\"action\":\"quota\",\"times\":1}");

    // The first uses up the quota, and the lane pauses; the others are not sent.
    for (int n = 0; n < 3; n++) {
      assertThat(caravan.api().generate(BODY).status()).isEqualTo(503);
    }
    await().until(() -> caravan.api().generate(BODY).status() == 200);
    assertThat(caravan.api().generate(BODY).status()).isEqualTo(200);
  }

  @Test
  void what_the_model_throttles_is_429_and_the_lane_goes_on_by_itself() {
    caravan.bedrockShould("{\"action\":\"throttle\",\"times\":3}");

    Api.Answer throttled = caravan.api().generate(BODY);

    assertThat(throttled.status()).isEqualTo(429);
    assertThat(Integer.parseInt(throttled.header("Retry-After"))).isBetween(1, 60);
    assertThat(lane().state()).isEqualTo(Lane.State.LIMITED);
    // The lane resumes by itself; the test only polls.
    await().until(() -> caravan.api().generate(BODY).status() == 200 && lane().limit() == 2);
  }

  private static Lane lane() {
    return bean("pace", Pace.class).lanes().iterator().next();
  }

  private static <T> T bean(String name, Class<T> type) {
    return caravan.service().context().getRegistry().lookupByNameAndType(name, type);
  }

  private static JsonNode awaitDone(String id) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(record(id).path("status").asText()).as(id).isEqualTo("done"));
    return record(id);
  }

  private static JsonNode record(String id) {
    return caravan.api().get("/generations/" + id).json();
  }
}
