package dev.caravan.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.it.RunningCaravan.Running;
import dev.caravan.memory.ByteBudget;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However a prompt ends, the memory of its answer is given back. */
@ExtendWith(RunningCaravan.class)
class AnswerMemoryIT {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // rule | status of the caller's answer
        "{\"action\":\"slow\",\"latency\":\"10ms\"} | 200",
        "{\"action\":\"large\",\"bytes\":5000000} | 200",
        "{\"action\":\"large\",\"bytes\":26000000} | 503",
        "{\"action\":\"block\",\"how\":\"output\"} | 422",
        "{\"action\":\"empty\",\"times\":1} | 200",
        "{\"action\":\"garbage\",\"times\":1} | 200",
        "{\"action\":\"truncate\",\"times\":1} | 200",
        "{\"action\":\"denied\"} | 503",
      })
  void nothing_is_left_when_a_prompt_has_ended(String rule, int status, Running caravan) {
    ByteBudget memory =
        caravan.service().context().getRegistry().lookupByNameAndType("memory", ByteBudget.class);
    String model = ",\"model\":\"stability.sd3-5-large-v1:0\"}";
    caravan.bedrockShould(rule);

    Api.Answer answer = caravan.api().generate("{\"prompt\":\"" + rule.hashCode() + "\"" + model);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    await().untilAsserted(() -> assertThat(memory.taken()).isZero());
    if (status != 503) {
      // A paused model keeps messages waiting.
      caravan.queues().send("{\"prompt\":\"queued " + rule.hashCode() + "\"" + model);
      await().atMost(Duration.ofSeconds(30)).until(() -> caravan.queues().size() == 0);
      await().untilAsserted(() -> assertThat(memory.taken()).isZero());
    }
  }
}
