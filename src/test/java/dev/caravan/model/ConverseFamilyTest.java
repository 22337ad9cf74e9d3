package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Usage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;

class ConverseFamilyTest {

  private final ConverseFamily family = new ConverseFamily();
  private final Model lite = Catalogue.read("routes/models.yaml").find("amazon.nova-lite-v1:0");
  private final Usage usage = new Usage(10, 20);

  @Test
  void a_request_is_one_message_of_the_user_and_bounds_the_answer() {
    assertThat(family.request(Prompt.of("山の湖 🏔"), lite))
        .isEqualTo(
            ConverseRequest.builder()
                .modelId("amazon.nova-lite-v1:0")
                .messages(
                    Message.builder()
                        .role(ConversationRole.USER)
                        .content(ContentBlock.fromText("山の湖 🏔"))
                        .build())
                .inferenceConfig(InferenceConfiguration.builder().maxTokens(1024).build())
                .build());
  }

  @Test
  void instructions_are_the_system_prompt() {
    Prompt prompt = new Prompt("a lake", null, null, null, null, null, "In verse.");

    assertThat(family.request(prompt, lite).system())
        .containsExactly(SystemContentBlock.fromText("In verse."));
    assertThat(family.request(prompt, lite).messages())
        .isEqualTo(family.request(Prompt.of("a lake"), lite).messages());
    assertThat(family.request(Prompt.of("a lake"), lite).hasSystem()).isFalse();
  }

  @Test
  void every_text_model_of_the_catalogue_is_asked_with_a_bound() {
    assertThat(Catalogue.read("routes/models.yaml").models())
        .filteredOn(model -> model.family().isText())
        .isNotEmpty()
        .allSatisfy(
            model ->
                assertThat(family.request(Prompt.of("a lake"), model).inferenceConfig().maxTokens())
                    .isPositive());
  }

  @Test
  void the_catalogues_temperature_is_asked_for() {
    Model warm =
        new Model(
            lite.id(),
            lite.name(),
            family,
            lite.region(),
            lite.limits(),
            new Model.Defaults(null, null, null, null, 0.7),
            lite.price(),
            lite.lifecycle(),
            null);

    assertThat(family.request(Prompt.of("a lake"), warm).inferenceConfig().temperature())
        .isEqualTo(0.7f);
    assertThat(family.request(Prompt.of("a lake"), lite).inferenceConfig().temperature()).isNull();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"end_turn", "max_tokens", "stop_sequence"})
  void a_text_is_kept_as_it_is_with_what_it_used(String stopReason) {
    Answer answer = family.read(lite, " Über die Berge 🏔\n", stopReason, usage);

    assertThat(new String(answer.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(" Über die Berge 🏔\n");
    assertThat(answer.contentType()).isEqualTo("text/plain; charset=utf-8");
    assertThat(answer.usage()).isEqualTo(new Usage(10, 20));
    assertThat(answer.seed()).isNull();
    assertThat(answer.stopReason()).isEqualTo(stopReason);
  }

  @Test
  void a_text_without_a_count_has_no_usage() {
    assertThat(family.read(lite, "a text", "end_turn", null).usage()).isNull();
  }

  @Test
  void tokens_that_ran_out_before_the_first_word_are_the_catalogues_fault() {
    for (String text : new String[] {null, "", " \n"}) {
      assertThatThrownBy(() -> family.read(lite, text, "max_tokens", usage))
          .isInstanceOfSatisfying(
              OutputTokensException.class, e -> assertThat(e.isFinal()).isTrue())
          .hasMessageContaining("raise outputTokens of amazon.nova-lite-v1:0 in models.yaml");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"guardrail_intervened", "content_filtered"})
  void a_filters_own_words_are_not_the_result(String stopReason) {
    assertThatThrownBy(() -> family.read(lite, "Sorry, I can't.", stopReason, usage))
        .isInstanceOf(ContentBlockedException.class)
        .hasMessageContaining(stopReason);
  }

  @Test
  void a_prompt_that_is_too_long_for_the_model_must_be_changed() {
    assertThatThrownBy(() -> family.read(lite, "", "model_context_window_exceeded", usage))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isFalse())
        .hasMessageContaining("shorten it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"end_turn", "tool_use"})
  void an_answer_without_text_may_be_tried_again(String stopReason) {
    for (String text : new String[] {null, "", " \n"}) {
      assertThatThrownBy(() -> family.read(lite, text, stopReason, usage))
          .isInstanceOf(ModelAnswerException.class)
          .hasMessage("The model answered without text (" + stopReason + ").");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"malformed_model_output", "malformed_tool_use"})
  void half_an_answer_is_not_the_result(String stopReason) {
    assertThatThrownBy(() -> family.read(lite, "Once upon a", stopReason, usage))
        .isInstanceOf(ModelAnswerException.class)
        .hasMessageContaining(stopReason);
  }
}
