package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.it.RunningCaravan.Running;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** The queue's contract: which messages are done, become dead letters or stay. */
@ExtendWith(RunningCaravan.class)
class QueueIT {

  @Test
  void raw_text_becomes_an_image_and_its_message_is_gone(Running caravan) {
    String id = caravan.queues().send("Me on top of K2");

    awaitState(caravan, id, "done");

    JsonNode record = caravan.api().get("/generations/" + id).json();
    assertThat(record.at("/prompt/text").asText()).isEqualTo("Me on top of K2");
    assertThat(record.path("source").asText()).isEqualTo("queue");
    assertThat(record.path("messageId").asText()).isEqualTo(id);
    assertThat(record.at("/times/sent").asText()).startsWith("20");
    assertThat(caravan.api().get("/generations/" + id + "/content").status()).isEqualTo(200);
    await().untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
    assertThat(caravan.queues().deadLetters()).isEmpty();
  }

  @Test
  void json_may_bring_its_own_id_model_and_parameters(Running caravan) {
    String id = "order-" + UUID.randomUUID();

    caravan
        .queues()
        .send(
            "{\"id\":\"%s\",\"prompt\":\"a bridge\",\"model\":\"amazon.nova-canvas-v1:0\",\"seed\":9}"
                .formatted(id));

    awaitState(caravan, id, "done");
    JsonNode record = caravan.api().get("/generations/" + id).json();
    assertThat(record.path("model").asText()).isEqualTo("amazon.nova-canvas-v1:0");
    assertThat(record.path("seed").asLong()).isEqualTo(9);
  }

  @Test
  void the_same_message_delivered_twice_is_paid_once(Running caravan) {
    String id = "twice-" + UUID.randomUUID();
    String body = "{\"id\":\"%s\",\"prompt\":\"a double\"}".formatted(id);
    caravan.queues().send(body);
    awaitState(caravan, id, "done");

    caravan.queues().send(body);

    await().untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
    assertThat(caravan.aws().bedrock().calls()).hasSize(1);
    assertThat(caravan.queues().deadLetters()).isEmpty();
  }

  @Test
  void an_unreadable_message_is_dead_lettered_at_once_with_its_reason(Running caravan) {
    String body = "{\"prompt\":\"x\",\"modell\":\"y\"}";
    String id =
        caravan
            .queues()
            .send(
                body,
                Map.of(
                    "tenant",
                    MessageAttributeValue.builder()
                        .dataType("String")
                        .stringValue("blue")
                        .build()));

    JsonNode letter = awaitDeadLetter(caravan);

    assertThat(letter.path("schema").asInt()).isEqualTo(1);
    assertThat(letter.path("id").asText()).isEqualTo(id);
    assertThat(letter.path("reason").asText()).isEqualTo("INVALID_PROMPT");
    assertThat(letter.path("detail").asText()).contains("modell");
    assertThat(letter.path("exception").asText()).endsWith("InvalidPromptException");
    assertThat(letter.path("attempts").asInt(-1)).isZero();
    assertThat(letter.path("failedAt").asText()).startsWith("20");
    assertThat(letter.path("route").asText()).isEqualTo("queue");
    assertThat(letter.at("/message/body").asText()).isEqualTo(body);
    assertThat(letter.at("/message/attributes/tenant/value").asText()).isEqualTo("blue");
    awaitState(caravan, id, "failed");
    JsonNode record = caravan.api().get("/generations/" + id).json();
    assertThat(record.at("/failure/reason").asText()).isEqualTo("INVALID_PROMPT");
    assertThat(record.path("attempts")).isEqualTo(letter.path("attempts"));
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
    await().untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
  }

  @Test
  void a_sender_that_chose_the_id_finds_its_refusal_under_it(Running caravan) {
    String id = "mine-" + UUID.randomUUID();

    caravan.queues().send("{\"id\":\"%s\",\"prompt\":\"\"}".formatted(id));

    assertThat(awaitDeadLetter(caravan).path("id").asText()).isEqualTo(id);
    awaitState(caravan, id, "failed");
  }

  @Test
  void blocked_content_is_dead_lettered_after_one_call(Running caravan) {
    caravan.bedrockShould("{\"action\":\"block\",\"how\":\"prompt\"}");

    String id = caravan.queues().send("something bad");

    JsonNode letter = awaitDeadLetter(caravan);
    assertThat(letter.path("reason").asText()).isEqualTo("CONTENT_BLOCKED");
    assertThat(letter.path("model").asText()).isEqualTo("stability.stable-image-core-v1:1");
    assertThat(letter.at("/message/body").asText()).isEqualTo("something bad");
    awaitState(caravan, id, "failed");
    assertThat(caravan.aws().bedrock().calls()).hasSize(1);
  }

  @Test
  void every_other_failure_leaves_the_message_and_a_later_try_succeeds(Running caravan) {
    for (String action : List.of("throttle", "internal", "reset")) {
      caravan.bedrockShould("{\"action\":\"%s\",\"times\":3}".formatted(action));

      String id = caravan.queues().send("in the end: " + action);

      awaitState(caravan, id, "done");
      assertThat(caravan.api().get("/generations/" + id).json().path("attempts").asInt())
          .as(action)
          .isEqualTo(2);
    }
    await().untilAsserted(() -> assertThat(caravan.queues().size()).isZero());
    assertThat(caravan.queues().deadLetters()).isEmpty();
  }

  @Test
  void a_prompt_that_waited_too_long_is_dead_lettered_as_expired(Running caravan) {
    String id =
        caravan
            .queues()
            .send(
                "a late heron",
                Map.of(
                    "CaravanFirstSent",
                    MessageAttributeValue.builder()
                        .dataType("Number")
                        .stringValue("1000")
                        .build()));

    JsonNode letter = awaitDeadLetter(caravan);

    assertThat(letter.path("id").asText()).isEqualTo(id);
    assertThat(letter.path("reason").asText()).isEqualTo("EXPIRED");
    assertThat(letter.path("detail").asText()).contains("It was never tried.");
    awaitState(caravan, id, "failed");
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @Test
  void a_text_prompt_from_the_queue_ends_as_text_in_s3(Running caravan) {
    String id =
        caravan.queues().send("{\"prompt\":\"a haiku\",\"model\":\"amazon.nova-lite-v1:0\"}");

    awaitState(caravan, id, "done");
    assertThat(caravan.api().get("/generations/" + id).json().path("text_path").asText())
        .isEqualTo("s3://" + caravan.aws().bucket() + "/texts/" + id + ".txt");
  }

  private static void awaitState(Running caravan, String id, String state) {
    await("generation " + id + " is " + state)
        .atMost(java.time.Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(caravan.api().get("/generations/" + id).json().path("status").asText())
                    .isEqualTo(state));
  }

  private static JsonNode awaitDeadLetter(Running caravan) {
    return await()
        .until(() -> caravan.queues().deadLetters(), letters -> !letters.isEmpty())
        .get(0);
  }
}
