package dev.caravan.failure;

import static dev.caravan.failure.Evidence.Finding.MODEL;
import static dev.caravan.failure.Evidence.Finding.PROMPT;
import static dev.caravan.failure.Evidence.Finding.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Prompt;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvidenceTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  private static final AnswerKind ANSWER = new AnswerKind("ValidationException: strange");
  private static final AnswerKind OTHER = new AnswerKind("ValidationException: odd");

  private final Evidence evidence = new Evidence();

  @Test
  void a_prompt_is_at_fault_if_another_succeeded_since_its_first_refusal() {
    evidence.succeeded(Prompt.of("before"), NOW);
    assertThat(refused("strange")).isEqualTo(UNKNOWN);
    assertThat(refused("strange")).isEqualTo(UNKNOWN);

    evidence.succeeded(Prompt.of("another"), NOW);

    assertThat(refused("strange")).isEqualTo(PROMPT);
  }

  @Test
  void its_own_success_proves_nothing() {
    refused("strange");
    evidence.succeeded(Prompt.of("strange"), NOW);
    assertThat(refused("strange")).isEqualTo(UNKNOWN);

    evidence.succeeded(Prompt.of("another"), NOW);
    evidence.succeeded(Prompt.of("strange"), NOW);
    assertThat(refused("strange")).isEqualTo(PROMPT);
  }

  @Test
  void three_different_prompts_with_the_same_answer_show_the_models_fault() {
    assertThat(refused("one")).isEqualTo(UNKNOWN);
    assertThat(refused("two")).isEqualTo(UNKNOWN);
    assertThat(refused("three")).isEqualTo(MODEL);
    assertThat(refused("four")).isEqualTo(MODEL);
  }

  @Test
  void a_success_between_them_starts_the_count_again() {
    refused("one");
    refused("two");
    evidence.succeeded(Prompt.of("good"), NOW);

    assertThat(refused("three")).isEqualTo(UNKNOWN);
    assertThat(refused("four")).isEqualTo(UNKNOWN);
    assertThat(refused("one")).isEqualTo(PROMPT);
  }

  @Test
  void three_different_answers_show_nothing() {
    refused("one");
    assertThat(evidence.refused(Prompt.of("two"), OTHER, Optional.empty())).isEqualTo(UNKNOWN);
    assertThat(refused("three")).isEqualTo(UNKNOWN);
  }

  @Test
  void one_strange_prompt_sent_a_thousand_times_never_shows_the_models_fault() {
    for (int n = 0; n < 1000; n++) {
      Prompt again = new Prompt("strange", "m", null, (long) n, null, Map.of("order", "" + n));
      assertThat(evidence.refused(again, ANSWER, Optional.empty())).isEqualTo(UNKNOWN);
    }
  }

  @Test
  void a_refusal_seen_by_another_instance_counts_with_a_margin_for_its_clock() {
    evidence.succeeded(Prompt.of("good"), NOW);

    assertThat(refusedBefore("late", NOW.minusSeconds(59))).isEqualTo(UNKNOWN);
    assertThat(refusedBefore("early", NOW.minusSeconds(61))).isEqualTo(PROMPT);
  }

  @Test
  void different_prompts_that_fail_the_same_way_are_counted_until_a_success() {
    assertThat(evidence.inARow(Prompt.of("one"), "MODEL_UNAVAILABLE")).isEqualTo(1);
    assertThat(evidence.inARow(Prompt.of("one"), "MODEL_UNAVAILABLE")).isEqualTo(1);
    assertThat(evidence.inARow(Prompt.of("two"), "MODEL_UNAVAILABLE")).isEqualTo(2);
    assertThat(evidence.inARow(Prompt.of("three"), "QUOTA")).isEqualTo(1);

    evidence.succeeded(Prompt.of("four"), NOW);

    assertThat(evidence.inARow(Prompt.of("five"), "MODEL_UNAVAILABLE")).isEqualTo(1);
  }

  @Test
  void after_a_change_of_the_configuration_it_begins_anew() {
    refused("one");
    refused("two");
    evidence.clear();

    assertThat(refused("three")).isEqualTo(UNKNOWN);
    evidence.succeeded(Prompt.of("good"), NOW);
    assertThat(refused("one")).isEqualTo(UNKNOWN);
  }

  @Test
  void it_remembers_a_bounded_number_of_prompts() {
    refused("first");
    for (int n = 0; n < 1000; n++) {
      refused("prompt " + n);
    }
    evidence.succeeded(Prompt.of("good"), NOW);

    assertThat(refused("first")).as("forgotten").isEqualTo(UNKNOWN);
    assertThat(refused("prompt 999")).isEqualTo(PROMPT);
  }

  private Evidence.Finding refused(String text) {
    return evidence.refused(Prompt.of(text), ANSWER, Optional.empty());
  }

  private Evidence.Finding refusedBefore(String text, Instant at) {
    return evidence.refused(Prompt.of(text), ANSWER, Optional.of(at));
  }
}
