package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.generation.Claim;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Source;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.store.Records;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dead letters that need no other try are deleted. */
@ExtendWith(RunningCaravan.class)
class DiscardIT {

  private DeadLetterBox box;

  @BeforeEach
  void four_letters_lie_there(Running caravan) {
    box = new DeadLetterBox(caravan);
    await().until(() -> caravan.queues().size() == 0);
    box.ours("one", "CONTENT_BLOCKED", "x");
    box.ours("two", "CONTENT_BLOCKED", "y");
    box.ours("three", "QUOTA", "z");
    box.put("{\"order\":17}", Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"reason\":\"CONTENT_BLOCKED\"} | 2 | 2",
        "{\"reason\":\"CONTENT_BLOCKED\",\"limit\":1} | 1 | 3",
        "{\"reason\":\"content_blocked\",\"dryRun\":true} | 2 | 4",
        "{\"ids\":[\"three\"]} | 1 | 3",
        "{\"reason\":\"FOREIGN\"} | 1 | 3",
        "{\"reason\":\"THROTTLED\"} | 0 | 4"
      })
  void letters_are_discarded_by_reason_by_id_and_by_count(String body, int discarded, int left) {
    JsonNode report = discard(body).json();

    assertThat(report.path("discarded")).as(report.toString()).hasSize(discarded);
    assertThat(report.path("failed")).isEmpty();
    assertThat(box.lying(true)).isEqualTo(left);
    assertThat(box.lying(false)).as("nothing stays hidden").isEqualTo(left);
  }

  @Test
  void a_discard_of_everything_is_refused() {
    Api.Answer answer = discard("{}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("detail").asText()).contains("needs a reason or ids");
    assertThat(box.lying(true)).isEqualTo(4);
  }

  /** An instance that was killed leaves the record running. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void the_record_of_a_discarded_message_that_sqs_moved_is_failed(
      boolean wasClaimed, Running caravan) {
    String id = "moved-" + System.nanoTime();
    Prompt prompt = Prompt.of("a prompt that was received too often");
    Instant past = Instant.now().minusSeconds(600);
    Generation queued =
        Generation.accepted(new GenerationId(id), Source.QUEUE, prompt, "m-1", past);
    new Records(caravan.aws().s3Client(), caravan.aws().bucket(), "")
        .create(wasClaimed ? queued.claimed(new Claim("killed-1", past), past) : queued);
    box.put("{\"id\":\"%s\",\"prompt\":\"%s\"}".formatted(id, prompt.text()), Map.of());

    JsonNode report = discard("{\"reason\":\"RECEIVE_LIMIT\"}").json();

    assertThat(report.path("discarded")).as(report.toString()).hasSize(1);
    JsonNode record = caravan.api().get("/generations/" + id).json();
    assertThat(record.path("status").asText()).isEqualTo("failed");
    assertThat(record.at("/failure/detail").asText()).contains("discarded");
  }

  private Api.Answer discard(String body) {
    return DeadLetterBox.post(box.caravan().management(), "/dead-letters/discard", body);
  }
}
