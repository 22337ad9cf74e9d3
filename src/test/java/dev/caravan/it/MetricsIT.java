package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Source;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.model.Models;
import dev.caravan.store.Claims;
import dev.caravan.store.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The measurements of a prompt, as Prometheus reads them. Other tests use the same service. */
@ExtendWith(RunningCaravan.class)
class MetricsIT {

  private static final String GENERATIONS = "caravan_generations_total";
  private static final String TEXT_MODEL = "amazon.nova-lite-v1:0";
  private static final String IMAGE_MODEL = "stability.stable-image-core-v1:1";

  @BeforeEach
  void settle(Running caravan) {
    caravan.queues().purge();
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
  }

  @Test
  void a_prompt_by_http_is_measured_once_from_its_request_to_its_answer(Running caravan) {
    Scrape before = Scrape.of(caravan.management());

    caravan.api().generate("{\"prompt\":\"an image\"}");

    Change change = awaitChange(before, caravan, 1, GENERATIONS);
    assertThat(change.of("caravan_http_latency_seconds_count", "outcome", "ok")).isEqualTo(1);
    assertThat(change.of(GENERATIONS, "outcome", "done", "source", "http")).isEqualTo(1);
    assertThat(change.of(GENERATIONS)).isEqualTo(1);
    assertThat(change.of("caravan_model_call_seconds_count", "model", IMAGE_MODEL, "outcome", "ok"))
        .isEqualTo(1);
    assertThat(change.of("caravan_images_total", "model", IMAGE_MODEL)).isEqualTo(1);
    assertThat(change.of("caravan_cost_usd_total", "model", IMAGE_MODEL)).isBetween(0.039, 0.041);
    for (String route :
        List.of("http-generate", "generate", "invoke-model", "call-model", "put-result")) {
      assertThat(change.of("caravan_route_seconds_count", "route", route, "outcome", "ok"))
          .as(route)
          .isEqualTo(1);
    }
    assertThat(change.of("caravan_s3_seconds_count", "operation", "put", "outcome", "ok"))
        .isGreaterThanOrEqualTo(4);
    assertThat(change.of("caravan_s3_seconds_count", "operation", "put", "outcome", "failed"))
        .isZero();
  }

  @Test
  void a_prompt_from_the_queue_is_measured_from_its_sending_and_so_are_its_retries(
      Running caravan) {
    Scrape before = Scrape.of(caravan.management());
    caravan.bedrockShould("{\"action\":\"throttle\",\"times\":1}");

    caravan.queues().send(text("from the queue"));

    Change change = awaitChange(before, caravan, 1, "caravan_sent_to_stored_seconds_count");
    assertThat(change.of(GENERATIONS, "outcome", "done", "source", "queue")).isEqualTo(1);
    assertThat(change.of("caravan_queue_wait_seconds_count")).isEqualTo(1);
    assertThat(change.of("caravan_sent_to_stored_seconds_sum"))
        .isGreaterThanOrEqualTo(change.of("caravan_queue_wait_seconds_sum"));
    assertThat(change.of("caravan_retries_total", "reason", "THROTTLED")).isEqualTo(1);
    assertThat(change.of("caravan_model_call_seconds_count", "outcome", "THROTTLED")).isEqualTo(1);
    assertThat(change.of("caravan_model_call_seconds_count", "outcome", "ok")).isEqualTo(1);
    assertThat(change.of("caravan_route_seconds_count", "route", "call-model", "outcome", "failed"))
        .isEqualTo(1);
    assertThat(change.of("caravan_route_seconds_count", "route", "invoke-model", "outcome", "ok"))
        .isEqualTo(1);
    assertThat(change.of("caravan_tokens_total", "model", TEXT_MODEL, "direction", "input"))
        .isPositive();
    assertThat(change.of("caravan_tokens_total", "model", TEXT_MODEL, "direction", "output"))
        .isPositive();
    assertThat(change.of("caravan_http_latency_seconds_count")).isZero();
  }

  @Test
  void a_prompt_that_ends_badly_is_counted_by_its_reason(Running caravan) {
    Scrape before = Scrape.of(caravan.management());

    caravan.api().generate("{\"prompt\":\"\"}");
    caravan.bedrockShould("{\"action\":\"block\",\"how\":\"prompt\",\"times\":1}");
    caravan.api().generate(text("blocked"));
    caravan.bedrockShould("{\"action\":\"quota\",\"times\":1}");
    caravan.api().generate(text("no quota"));
    caravan.queues().send("{\"prompt\":\"\"}");

    Change change = awaitChange(before, caravan, 4, GENERATIONS);
    assertThat(
            change.of(
                GENERATIONS, "outcome", "refused", "reason", "INVALID_PROMPT", "source", "http"))
        .isEqualTo(1);
    assertThat(
            change.of(
                GENERATIONS, "outcome", "refused", "reason", "INVALID_PROMPT", "source", "queue"))
        .isEqualTo(1);
    assertThat(change.of(GENERATIONS, "outcome", "refused", "reason", "CONTENT_BLOCKED"))
        .isEqualTo(1);
    assertThat(change.of(GENERATIONS, "outcome", "failed", "reason", "QUOTA")).isEqualTo(1);
    assertThat(change.of("caravan_http_latency_seconds_count", "outcome", "refused")).isEqualTo(2);
    assertThat(change.of("caravan_http_latency_seconds_count", "outcome", "failed")).isEqualTo(1);
    assertThat(change.of("caravan_model_call_seconds_count", "outcome", "CONTENT_BLOCKED"))
        .isEqualTo(1);
    assertThat(
            change.of("caravan_route_seconds_count", "route", "http-generate", "outcome", "failed"))
        .isEqualTo(3);
  }

  @Test
  void a_prompt_given_back_to_the_queue_is_counted_each_time(Running caravan) {
    Scrape before = Scrape.of(caravan.management());
    caravan.bedrockShould("{\"action\":\"internal\",\"times\":3}");

    caravan.queues().send(text("at the second receive"));

    Change change = awaitChange(before, caravan, 1, "caravan_sent_to_stored_seconds_count");
    assertThat(change.of(GENERATIONS, "outcome", "given-back", "reason", "MODEL_UNAVAILABLE"))
        .isEqualTo(1);
    assertThat(change.of(GENERATIONS)).isEqualTo(2);
  }

  @Test
  void what_is_answered_from_its_record_is_no_second_generation(Running caravan) {
    String key = UUID.randomUUID().toString();
    Scrape fresh = Scrape.of(caravan.management());
    caravan.api().generate(text("once"), "Idempotency-Key", key);
    awaitChange(fresh, caravan, 1, GENERATIONS);
    Scrape before = Scrape.of(caravan.management());

    caravan.api().generate(text("once"), "Idempotency-Key", key);

    Change change =
        awaitChange(before, caravan, 1, "caravan_http_latency_seconds_count", "outcome", "ok");
    assertThat(change.of(GENERATIONS)).isZero();
  }

  @Test
  void what_another_works_on_is_counted_as_contended(Running caravan) {
    Scrape before = Scrape.of(caravan.management());
    String key = UUID.randomUUID().toString();
    try (Claims another = new Claims(bean(caravan, "records", Records.class), 60)) {
      another.claim(
          bean(caravan, "models", Models.class)
              .accept(
                  Generation.accepted(
                      GenerationId.fromIdempotencyKey(key),
                      Source.HTTP,
                      Prompt.of("taken"),
                      null,
                      Instant.now())));

      Api.Answer answer = caravan.api().generate("{\"prompt\":\"taken\"}", "Idempotency-Key", key);

      assertThat(answer.status()).isEqualTo(409);
    }
    Change change = awaitChange(before, caravan, 1, "caravan_claims_contended_total");
    assertThat(change.of(GENERATIONS)).isZero();
  }

  /** The increase of each counter between two scrapes. */
  private record Change(Scrape before, Scrape after) {

    double of(String name, String... tags) {
      return after.value(name, tags) - before.value(name, tags);
    }
  }

  /** An exchange ends shortly after its answer was sent. */
  private static Change awaitChange(
      Scrape before, Running caravan, double expected, String name, String... tags) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> new Change(before, Scrape.of(caravan.management())),
            change -> change.of(name, tags) == expected);
  }

  private static String text(String prompt) {
    return "{\"prompt\":\"%s\",\"model\":\"%s\"}".formatted(prompt, TEXT_MODEL);
  }

  private static <T> T bean(Running caravan, String name, Class<T> type) {
    return caravan.service().context().getRegistry().lookupByNameAndType(name, type);
  }
}
