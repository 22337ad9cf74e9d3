package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Source;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.local.bedrock.Call;
import dev.caravan.model.Models;
import dev.caravan.store.Claims;
import dev.caravan.store.Records;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** No prompt is lost or paid for twice. */
@ExtendWith(RunningCaravan.class)
class ReliabilityIT {

  @Test
  void a_model_slower_than_visibility_and_claim_is_received_and_paid_once(Running caravan) {
    // Visibility is 4 s and a claim 3 s here; both must be extended more than once.
    caravan.bedrockShould("{\"action\":\"slow\",\"latency\":\"8s\"}");

    String id = caravan.queues().send("worth waiting for");

    awaitState(caravan, id, "done", Duration.ofSeconds(25));
    assertThat(record(caravan, id).path("attempts").asInt()).isEqualTo(1);
    assertThat(caravan.aws().bedrock().calls()).hasSize(1);
    await().untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
  }

  @Test
  void one_message_received_by_two_at_once_is_paid_once(Running caravan) {
    caravan.bedrockShould("{\"action\":\"slow\",\"latency\":\"2s\"}");
    String id = "both-" + UUID.randomUUID();
    String body = "{\"id\":\"%s\",\"prompt\":\"two receivers\"}".formatted(id);

    caravan.queues().send(body);
    caravan.queues().send(body);

    awaitState(caravan, id, "done", Duration.ofSeconds(20));
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
    assertThat(caravan.aws().bedrock().calls()).hasSize(1);
    assertThat(caravan.queues().deadLetters()).isEmpty();
  }

  @Test
  void a_claim_whose_owner_died_is_taken_over_when_it_expires(Running caravan) {
    Generation accepted = accepted(caravan, "orphan-" + UUID.randomUUID(), "orphaned");
    // The claim of another instance that died right after claiming; nobody renews it.
    try (Claims dead = new Claims(records(caravan), 2)) {
      dead.claim(accepted);
    }

    caravan.queues().send("{\"id\":\"%s\",\"prompt\":\"orphaned\"}".formatted(accepted.id()));

    awaitState(caravan, accepted.id(), "done", Duration.ofSeconds(20));
    assertThat(record(caravan, accepted.id()).path("attempts").asInt()).isEqualTo(2);
    assertThat(caravan.aws().bedrock().calls()).hasSize(1);
  }

  @Test
  void a_result_stored_before_a_crash_is_not_paid_for_again(Running caravan) {
    Generation accepted = accepted(caravan, "stored-" + UUID.randomUUID(), "stored");
    try (Claims dead = new Claims(records(caravan), 1)) {
      dead.claim(accepted);
    }
    // The instance died after it stored the result and before it updated the record.
    try (S3Client s3 = caravan.aws().s3Client()) {
      s3.putObject(
          put ->
              put.bucket(caravan.aws().bucket())
                  .key("images/" + accepted.id() + ".png")
                  .contentType("image/png")
                  .metadata(
                      java.util.Map.of(
                          "sha256",
                          "abc",
                          "model",
                          "stability.stable-image-core-v1:1",
                          "seed",
                          "7",
                          "cost-usd",
                          "0.04")),
          RequestBody.fromString("the image"));
    }

    caravan.queues().send("{\"id\":\"%s\",\"prompt\":\"stored\"}".formatted(accepted.id()));

    awaitState(caravan, accepted.id(), "done", Duration.ofSeconds(20));
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
    JsonNode record = record(caravan, accepted.id());
    assertThat(record.at("/result/sha256").asText()).isEqualTo("abc");
    assertThat(record.path("seed").asLong()).isEqualTo(7);
    assertThat(record.path("costUsd").decimalValue()).isEqualByComparingTo("0.04");
  }

  @Test
  void while_the_model_may_not_be_used_its_prompts_wait_and_then_go_on_by_themselves(
      Running caravan) {
    caravan.bedrockShould("{\"action\":\"denied\"}");

    List<String> ids = sendTexts(caravan, 20);

    await().until(() -> health(caravan).contains("MODEL_UNUSABLE"));
    assertThat(ready(caravan).status()).isEqualTo(200);
    long asked = caravan.aws().bedrock().calls().stream().filter(call -> !isProbe(call)).count();
    // The workers' own and a few more: not one call for each message.
    assertThat(asked).isLessThanOrEqualTo(15);
    caravan.aws().bedrock().misbehaviour().clear();
    ids.forEach(id -> awaitState(caravan, id, "done", Duration.ofSeconds(60)));
    assertThat(caravan.queues().deadLetters()).isEmpty();
    await().untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
  }

  @Test
  void while_the_model_is_down_its_prompts_wait_and_cost_no_calls(Running caravan) {
    caravan.bedrockShould("{\"action\":\"unavailable\"}");

    List<String> ids = sendTexts(caravan, 20);

    await().until(() -> health(caravan).contains("MODEL_UNAVAILABLE"));
    assertThat(ready(caravan).status()).isEqualTo(200);
    caravan.aws().bedrock().misbehaviour().clear();
    ids.forEach(id -> awaitState(caravan, id, "done", Duration.ofSeconds(60)));
    // Bedrock's 503 comes before a model works on the prompt.
    assertThat(ids).allMatch(id -> record(caravan, id).path("modelCalls").asInt() == 1);
    assertThat(caravan.queues().deadLetters()).isEmpty();
  }

  @Test
  void a_model_that_cant_be_used_is_replaced_by_its_fallback(Running caravan) {
    caravan.bedrockShould(
        "{\"match\":{\"model\":\"amazon.nova-canvas-v1:0\"},\"action\":\"retired\"}");

    JsonNode body =
        caravan
            .api()
            .generate("{\"prompt\":\"a boat\",\"model\":\"amazon.nova-canvas-v1:0\"}")
            .json();

    assertThat(body.path("status").asText()).isEqualTo("done");
    assertThat(body.path("model").asText()).isEqualTo("stability.stable-image-core-v1:1");
    JsonNode record = record(caravan, body.path("id").asText());
    assertThat(record.path("model").asText()).isEqualTo("stability.stable-image-core-v1:1");
    // The refused call was not billed.
    assertThat(record.path("modelCalls").asInt()).isEqualTo(1);
  }

  @Test
  void a_prompt_has_only_so_many_billed_calls_and_is_then_dead_lettered(Running caravan) {
    caravan.bedrockShould("{\"match\":{\"prompt\":\"hopeless\"},\"action\":\"modelTimeout\"}");

    String id = caravan.queues().send("hopeless");

    JsonNode letter =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> caravan.queues().deadLetters(), letters -> !letters.isEmpty())
            .get(0);
    assertThat(letter.path("id").asText()).isEqualTo(id);
    assertThat(letter.path("reason").asText()).isEqualTo("MODEL_TIMEOUT");
    // Twice in the first receive and twice in the second, which is the last.
    assertThat(caravan.aws().bedrock().calls()).hasSize(4);
    // The record is written after the dead letter.
    awaitState(caravan, id, "failed", Duration.ofSeconds(10));
    assertThat(record(caravan, id).path("modelCalls").asInt()).isEqualTo(4);
  }

  private static List<String> sendTexts(Running caravan, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            n ->
                caravan
                    .queues()
                    .send(
                        "{\"prompt\":\"patience %d\",\"model\":\"amazon.nova-lite-v1:0\"}"
                            .formatted(n)))
        .toList();
  }

  private static boolean isProbe(Call call) {
    return call.prompt() == null || call.prompt().isEmpty();
  }

  private static String health(Running caravan) {
    return caravan.management().get("/observe/health?exposureLevel=full&data=true").text();
  }

  private static Api.Answer ready(Running caravan) {
    return caravan.management().get("/observe/health/ready");
  }

  private static Generation accepted(Running caravan, String id, String text) {
    return caravan
        .service()
        .context()
        .getRegistry()
        .lookupByNameAndType("models", Models.class)
        .accept(
            Generation.accepted(
                new GenerationId(id), Source.QUEUE, Prompt.of(text), null, Instant.now()));
  }

  private static Records records(Running caravan) {
    return caravan.service().context().getRegistry().lookupByNameAndType("records", Records.class);
  }

  private static JsonNode record(Running caravan, String id) {
    return caravan.api().get("/generations/" + id).json();
  }

  private static void awaitState(Running caravan, String id, String state, Duration atMost) {
    await("generation " + id + " is " + state)
        .atMost(atMost)
        .untilAsserted(
            () -> assertThat(record(caravan, id).path("status").asText()).isEqualTo(state));
  }
}
