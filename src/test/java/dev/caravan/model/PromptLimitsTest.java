package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptLimitsTest {

  private final Catalogue catalogue = Catalogue.read("routes/models.yaml");

  private final PromptLimits titan = limits("amazon.titan-image-generator-v2:0");
  private final PromptLimits nova = limits("amazon.nova-canvas-v1:0");
  private final PromptLimits core = limits("stability.stable-image-core-v1:1");
  private final PromptLimits text = limits("amazon.nova-lite-v1:0");

  @ParameterizedTest
  @CsvSource({
    "amazon.titan-image-generator-v2:0, 512",
    "amazon.nova-canvas-v1:0, 1024",
    "stability.stable-image-core-v1:1, 10000",
    "amazon.nova-lite-v1:0, 10000"
  })
  void the_longest_prompt_is_counted_in_characters(String id, int most) {
    assertThatCode(() -> limits(id).check(Prompt.of("😀".repeat(most)))).doesNotThrowAnyException();
    assertThatThrownBy(() -> limits(id).check(Prompt.of("😀".repeat(most + 1))))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isFalse())
        .hasMessageContaining("\"prompt\" has")
        .hasMessageContaining(id + " accepts at most");
  }

  @Test
  void the_message_about_length_has_both_numbers_and_no_text() {
    assertThatThrownBy(() -> titan.check(Prompt.of("x".repeat(513))))
        .hasMessage(
            "\"prompt\" has 513 characters; amazon.titan-image-generator-v2:0 accepts at most 512.");
  }

  @Test
  void the_negative_prompt_has_a_limit_of_its_own() {
    assertThatCode(() -> titan.check(negative("😀".repeat(512)))).doesNotThrowAnyException();
    assertThatThrownBy(() -> titan.check(negative("x".repeat(513))))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageStartingWith("\"negativePrompt\" has 513 characters");
  }

  @Test
  void a_negative_prompt_is_refused_where_the_model_takes_none() {
    assertThatThrownBy(() -> text.check(negative("fog")))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessage("amazon.nova-lite-v1:0 accepts no \"negativePrompt\".");
  }

  @ParameterizedTest
  @ValueSource(strings = {"16:9", "1:1", "21:9", "2:3", "3:2", "4:5", "5:4", "9:16", "9:21"})
  void every_ratio_that_stability_knows_passes(String ratio) {
    assertThatCode(() -> core.check(ratio(ratio))).doesNotThrowAnyException();
  }

  @Test
  void a_ratio_that_the_model_does_not_know_is_refused_with_those_it_does() {
    assertThatThrownBy(() -> nova.check(ratio("21:9")))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageStartingWith("amazon.nova-canvas-v1:0 does not accept this \"aspectRatio\"")
        .hasMessageContaining("1:1, 16:9, 9:16, 3:2, 2:3, 4:5, 5:4");
    assertThatThrownBy(() -> core.check(ratio(" 1:1"))).isInstanceOf(InvalidPromptException.class);
  }

  @Test
  void a_ratio_is_refused_where_the_model_takes_none() {
    assertThatThrownBy(() -> text.check(ratio("1:1")))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessage("amazon.nova-lite-v1:0 accepts no \"aspectRatio\".");
  }

  @ParameterizedTest
  @CsvSource({
    "amazon.titan-image-generator-v2:0, 2147483646",
    "amazon.nova-canvas-v1:0, 858993459",
    "stability.stable-image-core-v1:1, 4294967294"
  })
  void a_seed_passes_up_to_the_models_largest(String id, long largest) {
    assertThatCode(() -> limits(id).check(seed(0L))).doesNotThrowAnyException();
    assertThatCode(() -> limits(id).check(seed(largest))).doesNotThrowAnyException();
    assertThatThrownBy(() -> limits(id).check(seed(largest + 1)))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessage("\"seed\" is " + (largest + 1) + "; " + id + " accepts 0 to " + largest + ".");
    assertThatThrownBy(() -> limits(id).check(seed(-1L)))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageStartingWith("\"seed\" is -1;");
  }

  @Test
  void a_seed_is_refused_where_the_model_takes_none() {
    assertThatThrownBy(() -> text.check(seed(7L)))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessage("amazon.nova-lite-v1:0 accepts no \"seed\".");
  }

  @Test
  void only_text_models_accept_a_system_prompt_and_read_it_with_the_prompt() {
    int most = catalogue.find("amazon.nova-lite-v1:0").limits().promptCharacters();
    String fits = "x".repeat(most - "a lake".length());

    assertThatCode(() -> text.check(system(fits))).doesNotThrowAnyException();
    assertThatThrownBy(() -> text.check(system(fits + "x")))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessage(
            "\"prompt\" and \"system\" have 10,001 characters together;"
                + " amazon.nova-lite-v1:0 accepts at most 10,000.");
    assertThat(catalogue.models())
        .filteredOn(model -> !model.family().isText())
        .isNotEmpty()
        .allSatisfy(
            model ->
                assertThatThrownBy(() -> new PromptLimits(model).check(system("In verse.")))
                    .isInstanceOf(InvalidPromptException.class)
                    .hasMessage(model.id() + " accepts no \"system\"; it makes images."));
  }

  @Test
  void a_prompt_that_says_nothing_more_passes_every_model() {
    assertThat(catalogue.models())
        .allSatisfy(
            model ->
                assertThatCode(() -> new PromptLimits(model).check(Prompt.of("a lake")))
                    .doesNotThrowAnyException());
  }

  private PromptLimits limits(String id) {
    return new PromptLimits(catalogue.find(id));
  }

  private static Prompt system(String words) {
    return new Prompt("a lake", null, null, null, null, null, words);
  }

  private static Prompt negative(String words) {
    return new Prompt("a lake", null, null, null, words, null);
  }

  private static Prompt ratio(String ratio) {
    return new Prompt("a lake", null, ratio, null, null, null);
  }

  private static Prompt seed(Long seed) {
    return new Prompt("a lake", null, null, seed, null, null);
  }
}
