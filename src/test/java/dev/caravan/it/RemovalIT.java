package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.generation.Claim;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Source;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.store.Records;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code DELETE /generations/{id}}. */
@ExtendWith(RunningCaravan.class)
class RemovalIT {

  private static final String TEXT = "{\"prompt\":\"a haiku\",\"model\":\"amazon.nova-lite-v1:0\"}";

  @Test
  void a_prompt_that_waits_is_cancelled_and_its_message_costs_nothing(Running caravan) {
    Generation waits = waiting();
    records(caravan).create(waits);
    double before = cancelled(caravan);

    Api.Answer cancelled = delete(caravan, waits.id());
    Api.Answer again = delete(caravan, waits.id());
    caravan.queues().send("{\"id\":\"%s\",\"prompt\":\"not wanted\"}".formatted(waits.id()));

    for (Api.Answer answer : new Api.Answer[] {cancelled, again}) {
      assertDescribed(caravan, 200, answer);
      assertThat(answer.json().path("status").asText()).isEqualTo("cancelled");
      assertThat(answer.json().at("/times/cancelled").asText()).startsWith("20");
    }
    await().untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
    assertThat(cancelled(caravan)).isEqualTo(before + 1);
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
    assertThat(caravan.queues().deadLetters()).isEmpty();
    assertThat(caravan.api().get("/generations/" + waits.id()).json()).isEqualTo(cancelled.json());
    assertThat(
            caravan
                .api()
                .get("/generations?status=cancelled&limit=1")
                .json()
                .at("/generations/0/id")
                .asText())
        .isEqualTo(waits.id());
    assertThat(caravan.api().get("/generations/" + waits.id() + "/content").status())
        .isEqualTo(404);
  }

  @Test
  void a_key_whose_prompt_was_cancelled_is_answered_without_a_model_call(Running caravan) {
    String key = UUID.randomUUID().toString();
    String id = GenerationId.fromIdempotencyKey(key).value();
    // Nothing takes the prompt from the queue while its model has no free call.
    caravan.bedrockShould("{\"action\":\"throttle\"}");
    caravan.api().generate(TEXT, "Idempotency-Key", key, "Prefer", "respond-async");
    await().until(() -> delete(caravan, id).status() == 200);
    caravan.aws().bedrock().misbehaviour().clear();
    caravan.aws().bedrock().clearCalls();

    for (String prefer : new String[] {"wait=1", "respond-async"}) {
      Api.Answer answer = caravan.api().generate(TEXT, "Idempotency-Key", key, "Prefer", prefer);

      assertThat(answer.status()).isEqualTo(410);
      assertThat(answer.json().path("code").asText()).isEqualTo("CANCELLED");
      assertThat(answer.json().path("id").asText()).isEqualTo(id);
      assertThat(OpenApi.of(caravan.api()).differences("post", "/generate", answer)).isEmpty();
    }
    await().untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @Test
  void a_prompt_in_progress_is_not_cancelled(Running caravan) {
    Generation waits = waiting();
    records(caravan)
        .create(
            waits.claimed(
                Claim.lasting("other", Instant.now(), Duration.ofMinutes(5)), Instant.now()));

    Api.Answer answer = delete(caravan, waits.id());

    assertDescribed(caravan, 409, answer);
    assertThat(answer.json().path("code").asText()).isEqualTo("IN_PROGRESS");
    assertThat(answer.json().path("detail").asText()).contains(waits.id() + " is running");
  }

  @Test
  void a_result_that_is_deleted_is_gone_and_its_key_makes_it_again(Running caravan) {
    String key = UUID.randomUUID().toString();
    String id = caravan.api().generate(TEXT, "Idempotency-Key", key).json().path("id").asText();

    Api.Answer deleted = delete(caravan, id);

    assertDescribed(caravan, 200, deleted);
    assertThat(deleted.json().path("status").asText()).isEqualTo("done");
    assertThat(deleted.json().at("/times/deleted").asText()).startsWith("20");
    assertThat(deleted.json().has("content_url")).isFalse();
    assertThat(delete(caravan, id).json()).isEqualTo(deleted.json());
    Api.Answer content = caravan.api().get("/generations/" + id + "/content");
    assertThat(content.status()).isEqualTo(410);
    assertThat(content.json().path("code").asText()).isEqualTo("CONTENT_DELETED");
    assertThat(caravan.api().generate(TEXT, "Idempotency-Key", key).json().path("id").asText())
        .isEqualTo(id);
    assertThat(caravan.api().get("/generations/" + id).json().at("/times/deleted").isMissingNode())
        .isTrue();
    assertThat(caravan.aws().bedrock().calls()).hasSize(2);
  }

  @Test
  void a_result_is_not_deleted_by_a_call_that_only_cancels(Running caravan) {
    String id = caravan.api().generate(TEXT).json().path("id").asText();

    Api.Answer answer = delete(caravan, id + "?only=cancel");

    assertDescribed(caravan, 412, answer);
    assertThat(answer.json().path("detail").asText())
        .contains(id, "it is done", "Nothing was changed");
    assertThat(caravan.api().get("/generations/" + id + "/content").status()).isEqualTo(200);
    assertDescribed(caravan, 404, delete(caravan, "unknown?only=cancel"));
    assertDescribed(caravan, 400, delete(caravan, id + "?only=delete"));
  }

  @Test
  void a_picture_that_is_gone_from_the_bucket_is_gone_in_every_size_and_under_every_condition(
      Running caravan) {
    String id =
        caravan
            .api()
            .generate("{\"prompt\":\"a boat\",\"model\":\"stability.stable-image-core-v1:1\"}")
            .json()
            .path("id")
            .asText();
    String content = "/generations/" + id + "/content";
    for (String size : new String[] {"", "?width=320", "?width=640"}) {
      assertThat(caravan.api().get(content + size).status()).isEqualTo(200);
      assertThat(caravan.api().get(content + size, "If-None-Match", "*").status()).isEqualTo(304);
    }

    caravan
        .aws()
        .s3Client()
        .deleteObject(object -> object.bucket(caravan.aws().bucket()).key("images/" + id + ".png"));

    for (String size : new String[] {"", "?width=320", "?width=640"}) {
      assertThat(caravan.api().get(content + size).status()).as(size).isEqualTo(410);
      assertThat(caravan.api().get(content + size, "If-None-Match", "*").status())
          .as(size)
          .isEqualTo(410);
    }
    assertThat(delete(caravan, id).status()).isEqualTo(200);
    assertThat(caravan.api().get(content, "If-Match", "\"another\"").status()).isEqualTo(410);
  }

  @Test
  void what_can_not_be_removed_is_a_problem(Running caravan) {
    assertDescribed(caravan, 404, delete(caravan, "unknown"));
    assertDescribed(caravan, 400, delete(caravan, "unknown?force=true"));
    assertThat(
            caravan
                .api()
                .send(
                    caravan
                        .api()
                        .request("/generations/unknown")
                        .method("DELETE", HttpRequest.BodyPublishers.ofString("{}")))
                .status())
        .isEqualTo(400);
    assertDescribed(
        caravan,
        403,
        caravan
            .api()
            .send(
                caravan.api().request("/generations/unknown").DELETE(),
                "Origin",
                "http://evil.example"));
  }

  private static void assertDescribed(Running caravan, int status, Api.Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(OpenApi.of(caravan.api()).differences("delete", "/generations/{id}", answer))
        .as(answer.text())
        .isEmpty();
  }

  private static Api.Answer delete(Running caravan, String id) {
    return caravan.api().send(caravan.api().request("/generations/" + id).DELETE());
  }

  private static double cancelled(Running caravan) {
    return Scrape.of(caravan.management())
        .value("caravan_generations_total", "outcome", "cancelled", "source", "http");
  }

  private static Generation waiting() {
    return Generation.accepted(
        GenerationId.random(),
        Source.HTTP,
        Prompt.of("not wanted"),
        UUID.randomUUID().toString(),
        Instant.now());
  }

  private static Records records(Running caravan) {
    return new Records(caravan.aws().s3Client(), caravan.aws().bucket(), "");
  }
}
