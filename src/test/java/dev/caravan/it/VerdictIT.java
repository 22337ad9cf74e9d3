package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.cli.Service;
import dev.caravan.it.ScriptedBedrock.Reply;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.pace.Pace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** What each answer of Bedrock means for the prompt, for its model, and for everyone else. */
class VerdictIT {

  /** The model under test, another one, and one with a fallback. */
  private static final String ALPHA = "test.alpha";

  private static final String BETA = "test.beta";
  private static final String GAMMA = "test.gamma";
  private static final String SPARE = "test.spare";
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir static Path data;
  private static LocalAws aws;
  private static ScriptedBedrock bedrock;
  private static Service service;
  private static Api api;
  private static Api management;
  private static Queues queues;

  @BeforeAll
  static void start() throws Exception {
    aws = LocalAws.start(LocalAwsOptions.onFreePorts(data.resolve("aws")));
    bedrock = ScriptedBedrock.start();
    aws.useInThisJvm();
    bedrock.useInThisJvm();
    Map<String, String> settings = new HashMap<>(RunningCaravan.Running.settings(aws));
    settings.put("caravan.models", catalogue().toString());
    settings.put("caravan.pause.longest-probe-seconds", "2");
    service = Service.start(Path.of("routes"), settings);
    api = new Api(service.httpPort());
    management = new Api(service.managementPort());
    queues = new Queues(aws);
  }

  private static Path catalogue() throws Exception {
    StringBuilder yaml = new StringBuilder("default: " + ALPHA + "\nmodels:\n");
    for (String id : List.of(ALPHA, BETA, GAMMA, SPARE)) {
      yaml.append(
          """
            - id: %s
              name: %s
              family: converse
              region: us-west-2
              limits: { promptCharacters: 1000, outputTokens: 100 }
              price: { inputTokens: 0.01, outputTokens: 0.02 }
              lifecycle: { state: active }
          """
              .formatted(id, id));
      if (id.equals(GAMMA)) {
        yaml.append("    fallback: ").append(SPARE).append('\n');
      }
    }
    return Files.writeString(data.resolve("models.yaml"), yaml);
  }

  @AfterAll
  static void stop() {
    service.close();
    queues.close();
    bedrock.close();
    aws.close();
  }

  @BeforeEach
  void begin() {
    bedrock.reset();
    // Messages that an earlier test left finish first.
    await().atMost(LONG).until(() -> queues.size() == 0);
    service.context().getRegistry().findByType(Pace.class).forEach(Pace::forget);
    queues.emptyDeadLetters();
    bedrock.clearCalls();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | ValidationException | Operation not allowed",
        "400 | ValidationException | Your account is not authorized to invoke this API operation.",
        "400 | ValidationException | `temperature` is deprecated for this model.",
        "403 | AccessDeniedException | INVALID_PAYMENT_INSTRUMENT: A valid payment instrument must be provided.",
        "404 | ResourceNotFoundException | This model version has reached the end of its life.",
        "400 | ServiceQuotaExceededException | Too many tokens per day",
      })
  void a_model_that_cant_be_used_pauses_alone_and_loses_no_prompt(
      int status, String error, String message) {
    AtomicBoolean broken = new AtomicBoolean(true);
    bedrock.answers(
        call ->
            broken.get() && call.model().equals(ALPHA)
                ? Reply.error(status, error, message)
                : ScriptedBedrock.ok());

    List<String> waiting = IntStream.range(0, 4).mapToObj(n -> send(ALPHA, "wait " + n)).toList();
    await().atMost(LONG).until(() -> lane(ALPHA, "state").equals("PAUSED"));

    // AWS's own words are for operators.
    assertThat(lane(ALPHA, "code")).isEqualTo(error);
    assertThat(lane(ALPHA, "message")).isEqualTo(message);
    Api.Answer refused = post(ALPHA, "by http");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
    assertThat(refused.text()).doesNotContain(message);
    // Nobody else is concerned.
    assertThat(post(BETA, "another model").status()).isEqualTo(200);
    assertThat(management.get("/observe/health/ready").status()).isEqualTo(200);
    assertThat(Scrape.of(management).value("caravan_paused", "model", ALPHA)).isEqualTo(1);
    assertThat(Scrape.of(management).value("caravan_pace_limited")).isEqualTo(1);
    assertThat(Scrape.of(management).value("caravan_paused", "model", BETA)).isZero();

    broken.set(false);
    waiting.forEach(id -> awaitState(id, "done"));
    assertThat(queues.deadLetters()).isEmpty();
    assertThat(lane(ALPHA, "state")).isEqualTo("OPEN");
    assertThat(waiting).allMatch(id -> record(id).path("modelCalls").asInt() == 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Operation not allowed", "`temperature` is deprecated for this model."})
  void a_fallback_takes_the_prompts_at_once_and_the_denied_model_is_left_alone(String message) {
    bedrock.answers(
        call -> call.model().equals(GAMMA) ? Reply.invalid(message) : ScriptedBedrock.ok());

    for (int n = 0; n < 5; n++) {
      Api.Answer made = post(GAMMA, "prompt " + n);
      assertThat(made.status()).as(made.text()).isEqualTo(200);
      assertThat(made.json().path("model").asText()).isEqualTo(SPARE);
    }

    // One call and perhaps a trial; the others went to the fallback without asking.
    assertThat(bedrock.paid()).filteredOn(call -> call.model().equals(GAMMA)).hasSizeLessThan(4);
  }

  @Test
  void the_probe_asks_the_model_that_failed() {
    AtomicBoolean spareIsDown = new AtomicBoolean(true);
    bedrock.answers(
        call -> {
          if (call.model().equals(GAMMA)) {
            return Reply.error(403, "AccessDeniedException", "no access");
          }
          return spareIsDown.get()
              ? Reply.error(503, "ServiceUnavailableException", "down")
              : ScriptedBedrock.ok();
        });
    List<String> ids = IntStream.range(0, 6).mapToObj(n -> send(GAMMA, "prompt " + n)).toList();
    await().atMost(LONG).until(() -> lane(SPARE, "state").equals("PAUSED"));
    assertThat(lane(GAMMA, "state")).isEqualTo("PAUSED");

    spareIsDown.set(false);

    ids.forEach(id -> awaitState(id, "done"));
    assertThat(ids).allMatch(id -> record(id).path("model").asText().equals(SPARE));
    assertThat(lane(GAMMA, "state")).as("still denied").isEqualTo("PAUSED");
    assertThat(queues.deadLetters()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Input is too long for requested model. | INVALID_PROMPT",
        "Too many input tokens. | INVALID_PROMPT",
        "This request has been blocked by our content filters. | CONTENT_BLOCKED",
      })
  void a_prompt_that_is_certainly_at_fault_is_a_dead_letter_at_once(String message, String reason) {
    bedrock.answers(call -> Reply.invalid(message));

    String id = send(ALPHA, "too much");

    assertThat(letter(id).path("reason").asText()).isEqualTo(reason);
    assertThat(bedrock.paid()).hasSize(1);
    assertThat(post(ALPHA, "by http").status()).isEqualTo(422);
    assertThat(lane(ALPHA, "state")).isEqualTo("OPEN");
  }

  @Test
  void an_unclear_refusal_is_the_prompts_fault_once_another_prompt_succeeds() {
    bedrock.answers(
        call ->
            call.prompt().startsWith("strange")
                ? Reply.invalid("Something about `this` is odd.")
                : ScriptedBedrock.ok());

    String id = send(ALPHA, "strange");
    await().atMost(LONG).until(() -> record(id).at("/failure/reason").asText().equals("REFUSED"));
    assertThat(record(id).path("modelCalls").asInt()).isZero();
    assertThat(post(ALPHA, "good").status()).isEqualTo(200);

    JsonNode letter = letter(id);
    assertThat(letter.path("reason").asText()).isEqualTo("INVALID_PROMPT");
    assertThat(letter.path("detail").asText()).contains("Something about `this` is odd.");
    // A caller by HTTP can't wait for evidence.
    Api.Answer refused = post(ALPHA, "strange too");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("code").asText()).isEqualTo("INVALID_PROMPT");
    assertThat(refused.json().path("detail").asText()).contains("is odd");
    assertThat(lane(ALPHA, "state")).isEqualTo("OPEN");
  }

  @Test
  void an_unclear_refusal_of_three_different_prompts_pauses_the_model_and_loses_none() {
    AtomicBoolean broken = new AtomicBoolean(true);
    bedrock.answers(
        call ->
            broken.get() && !call.isProbe()
                ? Reply.invalid("A new wording, request " + UUID.randomUUID())
                : ScriptedBedrock.ok());

    List<String> ids = IntStream.range(0, 5).mapToObj(n -> send(ALPHA, "prompt " + n)).toList();
    await().atMost(LONG).until(() -> lane(ALPHA, "state").equals("PAUSED"));
    assertThat(lane(ALPHA, "message")).startsWith("A new wording");
    assertThat(post(ALPHA, "by http").status()).isEqualTo(503);

    broken.set(false);
    ids.forEach(id -> awaitState(id, "done"));
    assertThat(queues.deadLetters()).isEmpty();
  }

  @Test
  void the_same_strange_prompt_never_pauses_a_model() {
    bedrock.answers(
        call -> call.prompt().equals("strange") ? Reply.invalid("Odd.") : ScriptedBedrock.ok());

    for (int n = 0; n < 20; n++) {
      assertThat(post(ALPHA, "strange").status()).isEqualTo(422);
    }

    assertThat(lane(ALPHA, "state")).isEqualTo("OPEN");
    assertThat(post(ALPHA, "good").status()).isEqualTo(200);
  }

  @Test
  void one_prompt_waits_out_a_503_and_none_of_its_calls_counts() {
    AtomicInteger left = new AtomicInteger(7);
    bedrock.answers(
        call ->
            left.getAndDecrement() > 0
                ? Reply.error(503, "ServiceUnavailableException", "unable")
                : ScriptedBedrock.ok());

    String id = send(ALPHA, "patience");

    awaitState(id, "done");
    assertThat(record(id).path("modelCalls").asInt()).isEqualTo(1);
    assertThat(bedrock.paid()).hasSize(8);
    assertThat(lane(ALPHA, "state")).isEqualTo("OPEN");
  }

  @Test
  void tokens_that_ran_out_while_the_model_reasoned_are_paid_once_and_final() {
    bedrock.answers(call -> Reply.reasoningOnly());

    String id = send(ALPHA, "think");

    JsonNode letter = letter(id);
    assertThat(letter.path("reason").asText()).isEqualTo("MODEL_UNUSABLE");
    assertThat(letter.path("detail").asText())
        .contains("raise outputTokens of " + ALPHA + " in models.yaml");
    awaitState(id, "failed");
    assertThat(bedrock.paid()).hasSize(1);
    assertThat(record(id).path("modelCalls").asInt()).isEqualTo(1);
    assertThat(record(id).at("/usage/outputTokens").asInt()).isEqualTo(1000);
    assertThat(record(id).path("costUsd").decimalValue()).isEqualByComparingTo("0.03");
    assertThat(lane(ALPHA, "state")).isEqualTo("OPEN");

    // A wrong catalogue must not drain a queue.
    send(ALPHA, "think again");
    send(ALPHA, "and again");
    await().atMost(LONG).until(() -> lane(ALPHA, "state").equals("PAUSED"));
  }

  @Test
  void the_usage_of_every_call_counts_whatever_it_answered() {
    AtomicInteger calls = new AtomicInteger();
    bedrock.answers(
        call ->
            calls.incrementAndGet() < 3
                ? Reply.text("", "malformed_model_output")
                : Reply.text("at last", "stop_sequence"));
    double before = Scrape.of(management).value("caravan_cost_usd_total", "model", ALPHA);

    Api.Answer made = post(ALPHA, "three calls");

    assertThat(made.status()).as(made.text()).isEqualTo(200);
    assertThat(made.json().path("costUsd").decimalValue()).isEqualByComparingTo("0.09");
    JsonNode record = record(made.json().path("id").asText());
    assertThat(record.path("modelCalls").asInt()).isEqualTo(3);
    assertThat(record.at("/usage/inputTokens").asInt()).isEqualTo(3000);
    assertThat(Scrape.of(management).value("caravan_cost_usd_total", "model", ALPHA) - before)
        .isBetween(0.0899, 0.0901);
  }

  @Test
  void a_text_that_was_cut_off_is_done_and_says_so_everywhere() {
    bedrock.answers(call -> Reply.text("cut o", "max_tokens"));

    Api.Answer made = post(ALPHA, "long");

    assertThat(made.status()).isEqualTo(200);
    assertThat(made.json().path("stopReason").asText()).isEqualTo("max_tokens");
    String id = made.json().path("id").asText();
    assertThat(record(id).path("stopReason").asText()).isEqualTo("max_tokens");
    try (S3Client s3 = aws.s3Client()) {
      assertThat(
              s3.headObject(head -> head.bucket(aws.bucket()).key("texts/" + id + ".txt"))
                  .metadata())
          .containsEntry("stop-reason", "max_tokens");
    }
  }

  @Test
  void a_stop_reason_that_the_sdk_does_not_know_is_recorded_as_aws_sent_it() {
    bedrock.answers(call -> Reply.text("a new end", "ended_in_a_new_way"));

    Api.Answer made = post(ALPHA, "newer than the SDK");

    assertThat(made.status()).isEqualTo(200);
    assertThat(made.json().path("stopReason").asText()).isEqualTo("ended_in_a_new_way");
    assertThat(record(made.json().path("id").asText()).path("stopReason").asText())
        .isEqualTo("ended_in_a_new_way");
  }

  @Test
  void an_answer_that_cant_be_read_is_named_as_such() {
    bedrock.answers(call -> new Reply(200, "", "<html>It works!</html>"));

    Api.Answer failed = post(ALPHA, "no JSON");

    assertThat(failed.status()).isEqualTo(502);
    assertThat(failed.json().path("detail").asText())
        .isEqualTo("The answer of " + ALPHA + " can't be read.");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404})
  void a_page_instead_of_an_answer_of_aws_is_shown_to_operators_by_its_first_words(int status) {
    bedrock.answers(
        call ->
            new Reply(
                status, "", "<html><title>Blocked</title>\n<p>by the proxy \u001b[31m</p></html>"));

    post(ALPHA, "through a proxy");

    await().atMost(LONG).until(() -> lane(ALPHA, "state").equals("PAUSED"));
    assertThat(lane(ALPHA, "message"))
        .isEqualTo("status " + status + ": Blocked by the proxy [31m");
  }

  @Test
  void a_call_is_in_the_record_before_it_is_made() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    bedrock.answers(
        call -> {
          boolean isFirst = calls.incrementAndGet() == 1;
          hold(isFirst ? first : second);
          return isFirst
              ? Reply.error(500, "InternalServerException", "it may be billed")
              : ScriptedBedrock.ok();
        });

    String id = send(ALPHA, "counted");

    await().until(() -> calls.get() == 1);
    assertThat(record(id).path("modelCalls").asInt()).isEqualTo(1);
    first.countDown();
    await().atMost(LONG).until(() -> calls.get() == 2);
    assertThat(record(id).path("modelCalls").asInt()).isEqualTo(2);
    second.countDown();
    awaitState(id, "done");
    assertThat(record(id).path("modelCalls").asInt()).isEqualTo(2);
  }

  private static void hold(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String send(String model, String prompt) {
    return queues.send(body(model, prompt));
  }

  private static Api.Answer post(String model, String prompt) {
    return api.generate(body(model, prompt));
  }

  private static String body(String model, String prompt) {
    return "{\"prompt\":\"%s\",\"model\":\"%s\"}".formatted(prompt, model);
  }

  private static JsonNode record(String id) {
    return api.get("/generations/" + id).json();
  }

  private static void awaitState(String id, String state) {
    await("generation " + id + " is " + state)
        .atMost(LONG)
        .untilAsserted(() -> assertThat(state(record(id))).isEqualTo(state));
  }

  private static String state(JsonNode record) {
    return record.path("status").asText(record.path("state").asText());
  }

  private static JsonNode letter(String id) {
    return await()
        .atMost(LONG)
        .until(
            () ->
                queues.deadLetters().stream()
                    .filter(letter -> letter.path("id").asText().equals(id))
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  /** A fact about a lane; {@code OPEN} if the lane was not used yet. */
  private static String lane(String model, String what) {
    JsonNode checks =
        management.get("/observe/health?exposureLevel=full&data=true").json().path("checks");
    return StreamSupport.stream(checks.spliterator(), false)
        .filter(check -> check.path("name").asText().equals("lanes"))
        .findFirst()
        .orElseThrow()
        .path("data")
        .path(model + "@us-west-2." + what)
        .asText("OPEN");
  }
}
