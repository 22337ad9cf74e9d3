package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.it.RunningCaravan.Running;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which bodies of messages and requests are prompts. */
@ExtendWith(RunningCaravan.class)
class MessageBodiesIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Type\":\"Notification\",\"MessageId\":\"not-this-one\",\"Message\":\"a grey heron\"}",
        "{\"id\":\"not-this-one\",\"detail-type\":\"Prompt\",\"source\":\"com.example\","
            + "\"detail\":{\"prompt\":\"a grey heron\"}}",
        "\uFEFF{\"prompt\":\"a grey heron\",\"seed\":1.0}"
      })
  void a_prompt_in_an_envelope_is_done_under_the_message_id(String body, Running caravan) {
    String id = caravan.queues().send(body);

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> caravan.api().get("/generations/" + id + "/content").status() == 200);
    JsonNode record = caravan.api().get("/generations/" + id).json();
    assertThat(record.at("/prompt/text").asText()).isEqualTo("a grey heron");
    assertThat(caravan.api().get("/generations/not-this-one").status()).isEqualTo(404);
    assertThat(caravan.aws().bedrock().calls()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{\"prompt\":\"a red kite\"},{\"prompt\":\"a black kite\"}] | JSON array",
        "eyJwcm9tcHQiOiJhIGdyZXkgaGVyb24ifQ== | base64 of a JSON object",
        "[\"software.amazon.payloadoffloading.PayloadS3Pointer\",{\"s3BucketName\":\"b\",\"s3Key\":\"k\"}] | extended client",
        "` \u00A0\u200B\uFE0F` | \"prompt\" is empty",
        "{\"id\":1,\"prompt\":\"a grey heron\"} | must be a string",
      })
  void a_body_that_is_no_prompt_is_dead_lettered_without_a_call(
      String body, String says, Running caravan) {
    String id = caravan.queues().send(body);

    JsonNode letter =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> caravan.queues().deadLetters(), letters -> !letters.isEmpty())
            .get(0);
    assertThat(letter.path("id").asText()).isEqualTo(id);
    assertThat(letter.path("reason").asText()).isEqualTo("INVALID_PROMPT");
    assertThat(letter.path("detail").asText()).contains(says);
    assertThat(letter.at("/message/body").asText()).isEqualTo(body);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        caravan
                            .api()
                            .get("/generations/" + id)
                            .json()
                            .at("/failure/reason")
                            .asText())
                    .isEqualTo("INVALID_PROMPT"));
    assertThat(caravan.aws().bedrock().calls()).isEmpty();
  }

  @Test
  void http_takes_a_byte_order_mark_and_a_seed_of_1_0(Running caravan) {
    Api.Answer answer = caravan.api().generate("\uFEFF{\"prompt\":\"a grey heron\",\"seed\":1.0}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("seed").asLong()).isEqualTo(1);
    assertThat(caravan.api().generate("{\"prompt\":\"\u00A0\u200B\"}").status()).isEqualTo(400);
    assertThat(caravan.aws().bedrock().calls()).hasSize(1);
  }
}
