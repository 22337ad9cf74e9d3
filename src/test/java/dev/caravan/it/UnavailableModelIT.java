package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.model.CallSpacing;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A model that answers 500 to every call for a while: each of these calls may be billed. */
@ExtendWith(RunningCaravan.class)
class UnavailableModelIT {

  private static final Duration LONG = Duration.ofMinutes(3);
  private static final String TEXT = "{\"prompt\":\"%s\",\"model\":\"amazon.nova-lite-v1:0\"}";

  @Test
  void a_lone_prompt_outlives_an_outage_of_twenty_seconds(Running caravan) {
    caravan.bedrockShould("{\"action\":\"internal\",\"for\":20}");

    String id = caravan.queues().send(TEXT.formatted("alone in an outage"));

    awaitDone(caravan, id);
    assertThat(caravan.queues().deadLetters()).isEmpty();
    assertThat(record(caravan, id).path("modelCalls").asInt()).isBetween(5, 7);
  }

  @Test
  void many_prompts_outlive_an_outage_of_twenty_seconds(Running caravan) {
    caravan.bedrockShould("{\"action\":\"internal\",\"for\":20}");

    List<String> ids =
        IntStream.range(0, 30)
            .mapToObj(n -> caravan.queues().send(TEXT.formatted("in an outage, number " + n)))
            .toList();

    ids.forEach(id -> awaitDone(caravan, id));
    assertThat(caravan.queues().deadLetters()).isEmpty();
    assertThat(ids).allMatch(id -> record(caravan, id).path("modelCalls").asInt() <= 7);
  }

  @Test
  void a_caller_that_tries_again_does_not_use_up_the_calls(Running caravan) throws Exception {
    caravan.bedrockShould("{\"action\":\"internal\",\"for\":20}");
    String key = "outage-" + System.nanoTime();

    Api.Answer answer = null;
    boolean toldWhen = false;
    long end = System.nanoTime() + LONG.toNanos();
    while ((answer == null || answer.status() != 200) && System.nanoTime() < end) {
      answer =
          caravan.api().generate(TEXT.formatted("a caller with a retry"), "Idempotency-Key", key);
      String after = answer.header("Retry-After");
      toldWhen |= answer.status() == 502 && after != null && Integer.parseInt(after) > 5;
      // Sooner than Caravan asks for.
      Thread.sleep(300);
    }

    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(toldWhen).isTrue();
    String id = answer.json().path("id").asText();
    assertThat(record(caravan, id).path("modelCalls").asInt())
        .isBetween(CallSpacing.CLOSE + 1, CallSpacing.CLOSE + 3);
  }

  private static void awaitDone(Running caravan, String id) {
    await("generation " + id)
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> record(caravan, id).path("status").asText().equals("done"));
  }

  private static JsonNode record(Running caravan, String id) {
    return caravan.api().get("/generations/" + id).json();
  }
}
