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
    evidence.succeeded(Prompt.of("before"), null, NOW);
    assertThat(refused("strange")).isEqualTo(UNKNOWN);
    assertThat(refused("strange")).isEqualTo(UNKNOWN);

    evidence.succeeded(Prompt.of("another"), null, NOW);

    assertThat(refused("strange")).isEqualTo(PROMPT);
  }

  @Test
  void its_own_success_proves_nothing() {
    refused("strange");
    evidence.succeeded(Prompt.of("strange"), null, NOW);
    assertThat(refused("strange")).isEqualTo(UNKNOWN);

    evidence.succeeded(Prompt.of("another"), null, NOW);
    evidence.succeeded(Prompt.of("strange"), null, NOW);
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
    evidence.succeeded(Prompt.of("good"), null, NOW);

    assertThat(refused("three")).isEqualTo(UNKNOWN);
    assertThat(refused("four")).isEqualTo(UNKNOWN);
    assertThat(refused("one")).isEqualTo(PROMPT);
  }

  @Test
  void three_different_answers_show_nothing() {
    refused("one");
    assertThat(evidence.refused(Prompt.of("two"), null, OTHER, Optional.empty(), NOW))
        .isEqualTo(UNKNOWN);
    assertThat(refused("three")).isEqualTo(UNKNOWN);
  }

  @Test
  void one_strange_prompt_sent_a_thousand_times_never_shows_the_models_fault() {
    for (int n = 0; n < 1000; n++) {
      Prompt again = new Prompt("strange", "m", null, (long) n, null, Map.of("order", "" + n));
      assertThat(evidence.refused(again, null, ANSWER, Optional.empty(), NOW)).isEqualTo(UNKNOWN);
    }
  }

  @Test
  void a_refusal_seen_by_another_instance_counts_with_a_margin_for_its_clock() {
    evidence.succeeded(Prompt.of("good"), null, NOW);

    assertThat(refusedBefore("late", NOW.minusSeconds(59))).isEqualTo(UNKNOWN);
    assertThat(refusedBefore("early", NOW.minusSeconds(61))).isEqualTo(PROMPT);
  }

  @Test
  void different_prompts_that_fail_the_same_way_are_counted_until_a_success() {
    assertThat(evidence.inARow(Prompt.of("one"), null, "MODEL_UNAVAILABLE", NOW)).isEqualTo(1);
    assertThat(evidence.inARow(Prompt.of("one"), null, "MODEL_UNAVAILABLE", NOW)).isEqualTo(1);
    assertThat(evidence.inARow(Prompt.of("two"), null, "MODEL_UNAVAILABLE", NOW)).isEqualTo(2);
    assertThat(evidence.inARow(Prompt.of("three"), null, "QUOTA", NOW)).isEqualTo(1);

    evidence.succeeded(Prompt.of("four"), null, NOW);

    assertThat(evidence.inARow(Prompt.of("five"), null, "MODEL_UNAVAILABLE", NOW)).isEqualTo(1);
  }

  @Test
  void the_different_prompts_of_one_sender_count_as_one_while_others_succeed() {
    evidence.succeeded(Prompt.of("good"), "healthy", NOW);

    for (int n = 0; n < 10; n++) {
      assertThat(failed("odd " + n, "strange", NOW)).isEqualTo(1);
      assertThat(evidence.refused(Prompt.of("odd " + n), "strange", ANSWER, Optional.empty(), NOW))
          .isEqualTo(UNKNOWN);
    }
  }

  @Test
  void they_count_each_if_a_second_sender_fails_or_nobody_else_succeeded_lately() {
    assertThat(failed("first", "alone", NOW)).isEqualTo(1);
    assertThat(failed("second", "alone", NOW)).isEqualTo(2);

    evidence.succeeded(Prompt.of("good"), "healthy", NOW);
    failed("odd 1", "strange", NOW);
    failed("odd 2", "strange", NOW);
    assertThat(failed("odd 3", "strange", NOW.plusSeconds(61))).isEqualTo(3);
    assertThat(failed("good 2", "healthy", NOW)).isEqualTo(4);
  }

  @Test
  void senders_that_are_not_known_count_by_their_prompts() {
    evidence.succeeded(Prompt.of("good"), "healthy", NOW);

    assertThat(failed("one", null, NOW)).isEqualTo(1);
    assertThat(failed("two", null, NOW)).isEqualTo(2);
  }

  private int failed(String text, String sender, Instant at) {
    return evidence.inARow(Prompt.of(text), sender, "MODEL_UNAVAILABLE", at);
  }

  @Test
  void after_a_change_of_the_configuration_it_begins_anew() {
    refused("one");
    refused("two");
    evidence.clear();

    assertThat(refused("three")).isEqualTo(UNKNOWN);
    evidence.succeeded(Prompt.of("good"), null, NOW);
    assertThat(refused("one")).isEqualTo(UNKNOWN);
  }

  @Test
  void it_remembers_a_bounded_number_of_prompts() {
    refused("first");
    for (int n = 0; n < 1000; n++) {
      refused("prompt " + n);
    }
    evidence.succeeded(Prompt.of("good"), null, NOW);

    assertThat(refused("first")).as("forgotten").isEqualTo(UNKNOWN);
    assertThat(refused("prompt 999")).isEqualTo(PROMPT);
  }

  private Evidence.Finding refused(String text) {
    return evidence.refused(Prompt.of(text), null, ANSWER, Optional.empty(), NOW);
  }

  private Evidence.Finding refusedBefore(String text, Instant at) {
    return evidence.refused(Prompt.of(text), null, ANSWER, Optional.of(at), NOW);
  }
}
