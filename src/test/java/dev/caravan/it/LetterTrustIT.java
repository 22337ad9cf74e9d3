package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.it.RunningCaravan.Running;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Anyone who may send messages can write an envelope. The records show whether Caravan wrote it.
 */
@ExtendWith(RunningCaravan.class)
class LetterTrustIT {

  private DeadLetterBox box;

  @BeforeEach
  void nothing_is_left_of_other_tests(Running caravan) {
    box = new DeadLetterBox(caravan);
    await().until(() -> caravan.queues().size() == 0);
  }

  @Test
  void a_message_that_names_the_id_of_another_prompt_never_changes_its_record(Running caravan) {
    String victim = box.blocked("the first prompt");
    String before = record(caravan, victim);
    caravan.aws().bedrock().misbehaviour().clear();
    caravan.aws().bedrock().clearCalls();
    List<String> bodies =
        List.of(
            "{\"id\":\"%s\",\"nope\":1}".formatted(victim),
            "{\"id\":\"%s\",\"prompt\":\"another prompt\"}".formatted(victim),
            DeadLetterBox.envelope(victim, "THROTTLED", "another prompt"),
            DeadLetterBox.envelope(victim, "THROTTLED", "{\"nope\":1}"));
    bodies.forEach(caravan.queues()::send);
    box.awaitLetters(1 + bodies.size());
    assertThat(record(caravan, victim)).isEqualTo(before);

    box.redrive("{\"reason\":\"INVALID_PROMPT\"}");

    await().until(() -> caravan.queues().size() == 0);
    assertThat(record(caravan, victim)).isEqualTo(before);
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @Test
  void a_forged_letter_is_not_redriven(Running caravan) {
    String victim = box.blocked("the first prompt");
    String before = record(caravan, victim);
    caravan.queues().deadLetters();
    caravan.aws().bedrock().misbehaviour().clear();
    box.put(DeadLetterBox.envelope(victim, "CONTENT_BLOCKED", "another prompt"), Map.of());

    JsonNode report = box.redrive("{}");

    assertThat(report.path("redriven")).isEmpty();
    assertThat(report.at("/foreign/0/detail").asText()).contains("belongs to another message");
    assertThat(record(caravan, victim)).isEqualTo(before);
    JsonNode listed = caravan.management().get("/dead-letters").json();
    assertThat(listed.at("/deadLetters/0/origin").asText()).isEqualTo("unconfirmed");
  }

  @Test
  void a_forged_letter_without_a_record_is_not_redriven(Running caravan) {
    caravan.aws().bedrock().clearCalls();
    String id = "nobody-" + UUID.randomUUID();
    String forged = box.put(DeadLetterBox.envelope(id, "THROTTLED", "a free picture"), Map.of());

    JsonNode report = box.redrive("{}");

    assertThat(report.path("redriven")).isEmpty();
    assertThat(report.at("/foreign/0/messageId").asText()).isEqualTo(forged);
    assertThat(report.at("/foreign/0/detail").asText()).contains("There is no record of " + id);
    assertThat(caravan.queues().size()).isZero();
    assertThat(caravan.api().get("/generations/" + id).status()).isEqualTo(404);
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  /** Whatever is wrong with the message besides. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"%s\",\"prompt\":\"another prompt\"}",
        "{\"id\":\"%s\",\"nope\":1}",
        "{\"id\":\"%s\",\"prompt\":\"another prompt\",\"model\":\"no.such-model\"}",
        "{\"id\":\"%s\",\"prompt\":\"\"}"
      })
  void a_refused_message_with_the_id_of_another_has_a_record_under_its_message_id(
      String body, Running caravan) {
    String victim = box.blocked("the first prompt");
    String before = record(caravan, victim);
    caravan.queues().emptyDeadLetters();
    caravan.aws().bedrock().misbehaviour().clear();

    String messageId = caravan.queues().send(body.formatted(victim));

    box.awaitState(messageId, "failed");
    await().until(() -> caravan.queues().size() == 0);
    assertThat(box.awaitLetters(1).get(0).path("id").asText()).isEqualTo(messageId);
    assertThat(record(caravan, victim)).isEqualTo(before);
    JsonNode listed = caravan.management().get("/dead-letters").json();
    assertThat(listed.path("byReason").toString()).isEqualTo("{\"INVALID_PROMPT\":1}");
    assertThat(listed.at("/deadLetters/0/origin").asText()).isEqualTo("envelope");
  }

  @Test
  void a_letter_that_aws_moved_back_is_processed_as_the_prompt_inside_it(Running caravan) {
    String id = box.blocked("harmless after all");
    caravan.aws().bedrock().misbehaviour().clear();

    caravan.queues().send(box.awaitLetters(1).get(0).toString());

    box.awaitState(id, "done");
    await().until(() -> caravan.queues().size() == 0);
    assertThat(caravan.api().get("/generations/" + id).json().at("/prompt/text").asText())
        .isEqualTo("harmless after all");
  }

  @Test
  void a_body_that_does_not_fit_is_in_s3_and_is_sent_again(Running caravan) {
    String id = "large-" + UUID.randomUUID();
    // Each quotation mark has two characters in the envelope.
    String body = "{\"id\":\"%s\",\"nope\":\"%s\"}".formatted(id, "\\\"".repeat(80_000));
    caravan.queues().send(body);
    JsonNode letter = box.awaitLetters(1).get(0);

    assertThat(letter.path("reason").asText()).isEqualTo("INVALID_PROMPT");
    assertThat(letter.at("/message/body").isMissingNode()).isTrue();
    assertThat(letter.at("/message/stored/key").asText())
        .endsWith("dead-letters/%s/%s".formatted(id, letter.at("/message/stored/sha256").asText()));
    box.awaitState(id, "failed");

    JsonNode report = box.redrive("{}");

    assertThat(report.path("failed")).as(report.toString()).isEmpty();
    assertThat(DeadLetterBox.ids(report.path("redriven"))).containsExactly(id);
    await().until(() -> caravan.queues().size() == 0);
    assertThat(box.awaitLetters(1).get(0).path("id").asText()).isEqualTo(id);
  }

  private static String record(Running caravan, String id) {
    return caravan.api().get("/generations/" + id).text();
  }
}
