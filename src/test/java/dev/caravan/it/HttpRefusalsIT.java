package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.it.RunningCaravan.Running;
import java.net.http.HttpRequest;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every error of the HTTP contract is a problem with the right status, without stack trace and
 * cost.
 */
@ExtendWith(RunningCaravan.class)
class HttpRefusalsIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "[]",
        "{}",
        "{\"prompt\":\"\"}",
        "{\"prompt\":\"  \\n\"}",
        "{\"prompt\":null}",
        "{\"prompt\":\"a\",\"prompt\":\"b\"}",
        "{\"prompt\":\"a\"} trailing",
        "{\"prompt\":\"a\""
      })
  void what_is_no_prompt_is_400_and_costs_nothing(String body, Running caravan) {
    Api.Answer answer = caravan.api().generate(body);

    assertProblem(answer, 400, "INVALID_PROMPT");
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prompt\":\"a\",\"model\":\"no.such-model\"}",
        "{\"prompt\":\"a\",\"aspectRatio\":\"7:1\"}",
        "{\"prompt\":\"a\",\"seed\":-1}",
        "{\"prompt\":\"a\",\"seed\":4294967295}",
        "{\"prompt\":\"a\",\"seed\":\"12\"}",
        "{\"prompt\":7}",
        "{\"prompt\":\"a\",\"aspect_ratio\":\"1:1\"}",
        "{\"prompt\":\"bell \\u0007\"}",
        "{\"prompt\":\"a\",\"id\":\"chosen-by-me\"}",
        "{\"prompt\":\"a\",\"metadata\":{\"k\":1}}",
        "{\"prompt\":\"a\",\"seed\":1,\"model\":\"amazon.nova-lite-v1:0\"}"
      })
  void what_no_model_could_take_is_422_and_costs_nothing(String body, Running caravan) {
    Api.Answer answer = caravan.api().generate(body);

    assertProblem(answer, 422, "INVALID_PROMPT");
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @Test
  void a_prompt_over_the_models_limit_is_422(Running caravan) {
    Api.Answer answer =
        caravan
            .api()
            .generate(
                "{\"prompt\":\""
                    + "a".repeat(513)
                    + "\",\"model\":\"amazon.titan-image-generator-v1\"}");

    assertProblem(answer, 422, "INVALID_PROMPT");
    assertThat(answer.json().path("detail").asText()).contains("513").contains("512");
  }

  @Test
  void a_body_over_the_limit_is_413(Running caravan) {
    assertProblem(
        caravan.api().generate("{\"prompt\":\"" + "a".repeat(300_000) + "\"}"),
        413,
        "CONTENT_TOO_LARGE");
  }

  @Test
  void another_media_type_is_415(Running caravan) {
    Api.Answer answer =
        caravan
            .api()
            .send(
                caravan
                    .api()
                    .request("/generate")
                    .header("Content-Type", "text/xml")
                    .POST(HttpRequest.BodyPublishers.ofString("<prompt/>")));

    assertProblem(answer, 415, "UNSUPPORTED_MEDIA_TYPE");
  }

  @Test
  void another_method_is_405_and_names_the_right_one(Running caravan) {
    Api.Answer answer = caravan.api().send(caravan.api().request("/generate").DELETE());

    assertProblem(answer, 405, "METHOD_NOT_ALLOWED");
    assertThat(answer.header("Allow")).isEqualTo("POST");
  }

  @Test
  void an_unknown_path_or_generation_is_404(Running caravan) {
    assertProblem(caravan.api().get("/nothing"), 404, "NOT_FOUND");
    assertProblem(caravan.api().get("/generations/unknown"), 404, "NOT_FOUND");
    assertProblem(caravan.api().get("/generations/unknown/content"), 404, "NOT_FOUND");
    assertProblem(caravan.api().get("/generations/..%2Findex"), 404, "NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"limit=0", "limit=101", "limit=x", "before=x", "limit=1&limit=2", "offset=1"})
  void a_page_that_cant_be_is_400(String query, Running caravan) {
    assertProblem(caravan.api().get("/generations?" + query), 400, "BAD_REQUEST");
  }

  @ParameterizedTest
  @CsvSource({
    "stability.stable-image-core-v1:1, prompt",
    "stability.stable-image-core-v1:1, output",
    "amazon.nova-canvas-v1:0, prompt",
    "amazon.nova-canvas-v1:0, output",
    "amazon.nova-lite-v1:0, output"
  })
  void content_that_a_filter_blocks_is_422_in_every_way_a_family_says_it(
      String model, String how, Running caravan) {
    caravan.bedrockShould("{\"action\":\"block\",\"how\":\"" + how + "\"}");

    Api.Answer answer =
        caravan.api().generate("{\"prompt\":\"something bad\",\"model\":\"" + model + "\"}");

    assertProblem(answer, 422, "CONTENT_BLOCKED");
    assertThat(caravan.aws().bedrock().calls()).hasSize(1);
    JsonNode record = caravan.api().get("/generations/" + answer.json().path("id").asText()).json();
    assertThat(record.path("status").asText()).isEqualTo("failed");
    assertThat(record.at("/failure/reason").asText()).isEqualTo("CONTENT_BLOCKED");
  }

  @ParameterizedTest
  @CsvSource({
    "throttle, 429, THROTTLED, 3",
    "notReady, 429, THROTTLED, 3",
    "internal, 502, MODEL_UNAVAILABLE, 3",
    "unavailable, 502, MODEL_UNAVAILABLE, 3",
    "modelError, 502, MODEL_UNAVAILABLE, 3",
    "inferenceError, 502, MODEL_UNAVAILABLE, 3",
    "empty, 502, MODEL_UNAVAILABLE, 3",
    "garbage, 502, MODEL_UNAVAILABLE, 3",
    "wrongImage, 502, MODEL_UNAVAILABLE, 3",
    "reset, 502, MODEL_UNAVAILABLE, 3",
    "truncate, 502, MODEL_UNAVAILABLE, 3",
    "modelTimeout, 504, MODEL_TIMEOUT, 2",
    "quota, 503, QUOTA, 1",
    "denied, 503, MODEL_UNUSABLE, 2",
    "expiredToken, 503, MODEL_UNUSABLE, 2",
    "retired, 503, MODEL_UNUSABLE, 2"
  })
  void what_fails_on_the_models_side_has_its_status_and_as_many_calls_as_the_policy_says(
      String action, int status, String reason, int calls, Running caravan) {
    caravan.bedrockShould("{\"action\":\"" + action + "\"}");

    Api.Answer answer = caravan.api().generate("{\"prompt\":\"unlucky\"}");

    assertProblem(answer, status, reason);
    assertThat(caravan.aws().bedrock().calls()).hasSize(calls);
    if (status == 429 || status == 503) {
      assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
    }
  }

  @Test
  void the_same_key_with_another_body_is_422(Running caravan) {
    String key = UUID.randomUUID().toString();
    caravan.api().generate("{\"prompt\":\"one\"}", "Idempotency-Key", key);

    Api.Answer answer = caravan.api().generate("{\"prompt\":\"two\"}", "Idempotency-Key", key);

    assertProblem(answer, 422, "IDEMPOTENCY_KEY_REUSED");
    assertThat(caravan.aws().bedrock().calls()).hasSize(1);
  }

  @Test
  void the_same_key_while_the_first_is_in_progress_is_409(Running caravan) {
    caravan.bedrockShould("{\"action\":\"slow\",\"latency\":2}");
    String key = UUID.randomUUID().toString();
    CompletableFuture<Api.Answer> first =
        CompletableFuture.supplyAsync(
            () -> caravan.api().generate("{\"prompt\":\"slow\"}", "Idempotency-Key", key));
    org.awaitility.Awaitility.await().until(() -> caravan.aws().bedrock().inFlight() == 1);

    Api.Answer second = caravan.api().generate("{\"prompt\":\"slow\"}", "Idempotency-Key", key);

    assertProblem(second, 409, "IN_PROGRESS");
    assertThat(Integer.parseInt(second.header("Retry-After"))).isPositive();
    assertThat(first.join().status()).isEqualTo(200);
  }

  @Test
  void a_failed_try_may_be_repeated_with_its_key(Running caravan) {
    String key = UUID.randomUUID().toString();
    caravan.bedrockShould("{\"action\":\"throttle\",\"times\":3}");
    String body = "{\"prompt\":\"second time lucky\"}";

    assertThat(caravan.api().generate(body, "Idempotency-Key", key).status()).isEqualTo(429);
    assertThat(caravan.api().generate(body, "Idempotency-Key", key).status()).isEqualTo(200);
  }

  private static void assertProblem(Api.Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.path("type").asText()).isNotEmpty();
    assertThat(problem.path("title").asText()).isNotEmpty();
    assertThat(problem.path("status").asInt()).isEqualTo(status);
    assertThat(problem.path("code").asText()).isEqualTo(code);
    assertThat(problem.path("detail").asText()).isNotEmpty().doesNotContain("Exception");
    assertThat(problem.path("error")).isEqualTo(problem.path("detail"));
    assertThat(answer.text()).doesNotContain("\tat ");
  }
}
