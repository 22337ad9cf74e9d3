package dev.caravan.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownWordsTest {

  private final KnownWords words =
      new KnownWords(List.of("id", "seed", "prompt", "aspectRatio", "maxMessagesPerPoll"));

  @ParameterizedTest
  @CsvSource({
    "promt, prompt",
    "PROMPTS, prompt",
    "aspect_ratio, aspectRatio",
    "maxMessagePerPol, maxMessagesPerPoll",
    "maxMesagePerPol, maxMessagesPerPoll",
    "sed, seed"
  })
  void a_mistyped_word_is_recognized(String given, String meant) {
    assertThat(words.nearest(given)).contains(meant);
    assertThat(words.hint(given)).isEqualTo("Did you mean `" + meant + "`?");
    assertThat(words.question(given)).isEqualTo(". Did you mean \"" + meant + "\"?");
  }

  @ParameterizedTest
  @CsvSource({"zz", "weather", "feet", "maxPoll"})
  void a_different_word_gets_the_list(String given) {
    assertThat(words.nearest(given)).isEmpty();
    assertThat(words.question(given)).isEmpty();
    assertThat(words.hint(given))
        .isEqualTo("Available: aspectRatio, id, maxMessagesPerPoll, prompt, seed.");
  }

  @Test
  void a_word_is_never_suggested_instead_of_itself() {
    assertThat(new KnownWords(List.of("prompt")).nearest("prompt")).isEmpty();
  }

  @Test
  void a_long_list_is_not_shown() {
    KnownWords many = new KnownWords(IntStream.range(0, 25).mapToObj(i -> "word" + i).toList());

    assertThat(many.hint("different")).isEmpty();
    assertThat(new KnownWords(List.of()).listed()).isEmpty();
  }
}
