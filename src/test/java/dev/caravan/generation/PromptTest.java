package dev.caravan.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.NumericChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PromptTest {

  @Property
  void fingerprints_are_equal_for_equal_prompts_and_for_no_others(
      @ForAll("prompts") Prompt one, @ForAll("prompts") Prompt other) {
    assertThat(one.fingerprint().equals(other.fingerprint())).isEqualTo(one.equals(other));
  }

  @Property
  void a_copy_has_the_same_fingerprint(@ForAll("prompts") Prompt prompt) {
    Prompt copy =
        new Prompt(
            prompt.text(),
            prompt.model(),
            prompt.aspectRatio(),
            prompt.seed(),
            prompt.negativePrompt(),
            prompt.metadata() == null ? null : new LinkedHashMap<>(prompt.metadata()),
            prompt.system());

    assertThat(copy.fingerprint()).isEqualTo(prompt.fingerprint()).matches("[0-9a-f]{64}");
  }

  @Property
  void a_character_that_moves_to_the_next_field_changes_it(
      @ForAll @StringLength(min = 1, max = 20) @AlphaChars @NumericChars String left,
      @ForAll @StringLength(max = 20) @AlphaChars @NumericChars String right) {
    String shorter = left.substring(0, left.length() - 1);
    String longer = left.charAt(left.length() - 1) + right;

    assertThat(new Prompt(left, right, null, null, null, null).fingerprint())
        .isNotEqualTo(new Prompt(shorter, longer, null, null, null, null).fingerprint());
    assertThat(new Prompt("t", left, right, null, null, null).fingerprint())
        .isNotEqualTo(new Prompt("t", shorter, longer, null, null, null).fingerprint());
    assertThat(new Prompt("t", null, left, null, right, null).fingerprint())
        .isNotEqualTo(new Prompt("t", null, shorter, null, longer, null).fingerprint());
    assertThat(new Prompt("t", null, null, null, left, Map.of(right, "v")).fingerprint())
        .isNotEqualTo(
            new Prompt("t", null, null, null, shorter, Map.of(longer, "v")).fingerprint());
    assertThat(new Prompt("t", null, null, null, null, Map.of(left, right)).fingerprint())
        .isNotEqualTo(
            new Prompt("t", null, null, null, null, Map.of(shorter, longer)).fingerprint());
  }

  @Property
  void the_order_of_the_metadata_does_not_change_it(
      @ForAll("metadata") Map<String, String> asSent) {
    List<Map.Entry<String, String>> entries = new ArrayList<>(asSent.entrySet());
    Collections.reverse(entries);
    Map<String, String> reversed = new LinkedHashMap<>();
    entries.forEach(entry -> reversed.put(entry.getKey(), entry.getValue()));

    assertThat(new Prompt("t", null, null, null, null, asSent).fingerprint())
        .isEqualTo(new Prompt("t", null, null, null, null, reversed).fingerprint());
  }

  @Test
  void what_is_left_out_differs_from_what_looks_like_nothing() {
    assertThat(
            List.of(
                Prompt.of("t").fingerprint(),
                new Prompt("t", "", null, null, null, null).fingerprint(),
                new Prompt("t", "-", null, null, null, null).fingerprint(),
                new Prompt("t", null, "-", null, null, null).fingerprint(),
                new Prompt("t", null, null, 0L, null, null).fingerprint(),
                new Prompt("t", null, null, null, "", null).fingerprint()))
        .doesNotHaveDuplicates();
  }

  @Test
  void the_same_words_in_another_field_are_another_prompt() {
    assertThat(
            List.of(
                new Prompt("t", "7", null, null, null, null).fingerprint(),
                new Prompt("t", null, "7", null, null, null).fingerprint(),
                new Prompt("t", null, null, 7L, null, null).fingerprint(),
                new Prompt("t", null, null, null, "7", null).fingerprint(),
                new Prompt("t", null, null, null, null, null, "7").fingerprint(),
                new Prompt("t", null, null, null, null, Map.of("system", "7")).fingerprint(),
                new Prompt("t", null, null, null, null, Map.of("s", "7")).fingerprint()))
        .doesNotHaveDuplicates();
  }

  @Provide
  Arbitrary<Prompt> prompts() {
    // Few and short values, so that equal prompts and near misses are frequent.
    Arbitrary<String> words = Arbitraries.strings().withChars("ab:-1").ofMaxLength(2);
    return Combinators.combine(
            words,
            words.injectNull(0.5),
            words.injectNull(0.5),
            Arbitraries.longs().between(0, 2).injectNull(0.5),
            words.injectNull(0.5),
            metadata().injectNull(0.5),
            words.injectNull(0.5))
        .as(Prompt::new);
  }

  @Provide
  Arbitrary<Map<String, String>> metadata() {
    Arbitrary<String> words = Arbitraries.strings().withChars("ab:-1").ofMaxLength(2);
    return Arbitraries.maps(words, words).ofMinSize(1).ofMaxSize(4);
  }
}
