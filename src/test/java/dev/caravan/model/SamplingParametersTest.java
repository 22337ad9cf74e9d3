package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SamplingParametersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "us.anthropic.claude-haiku-5-5",
        "global.anthropic.claude-sonnet-5-5",
        "anthropic.claude-opus-4-7",
        "us.anthropic.claude-opus-4-8-v1:0",
        "anthropic.claude-opus-5",
      })
  void a_temperature_for_a_model_that_is_known_to_refuse_it_is_an_error(String id) {
    assertThatThrownBy(() -> catalogue(id, ""))
        .hasMessageContaining(id)
        .hasMessageContaining("defaults.temperature: this model does not accept it");
    assertThatCode(() -> catalogue(id, "    parameters: [temperature]\n"))
        .as("the entry knows better")
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "amazon.nova-lite-v1:0",
        "us.anthropic.claude-sonnet-4-6",
        "anthropic.claude-opus-4-20250514-v1:0",
        "anthropic.claude-3-5-sonnet-20241022-v2:0",
      })
  void other_models_may_have_a_temperature_unless_their_entry_says_otherwise(String id) {
    assertThatCode(() -> catalogue(id, "")).doesNotThrowAnyException();
    assertThatThrownBy(() -> catalogue(id, "    parameters: []\n"))
        .hasMessageContaining("defaults.temperature: the model's parameters do not list it");
  }

  @ParameterizedTest
  @CsvSource({"'[topK]', parameters: may contain only temperature"})
  void an_unknown_parameter_is_an_error(String parameters, String message) {
    assertThatThrownBy(() -> catalogue("a", "    parameters: " + parameters + "\n"))
        .hasMessageContaining(message);
  }

  @org.junit.jupiter.api.Test
  void an_entry_without_a_temperature_needs_no_parameters() {
    assertThat(Catalogue.read("routes/models.yaml").models()).isNotEmpty();
  }

  private static Catalogue catalogue(String id, String more) {
    return Catalogue.parse(
        "models.yaml",
        """
        default: "%s"
        models:
          - id: "%s"
            name: a
            family: converse
            region: us-east-1
            limits: { promptCharacters: 10, outputTokens: 10 }
            defaults: { temperature: 0.5 }
            price: { inputTokens: 1, outputTokens: 1 }
            lifecycle: { state: active }
        """
                .formatted(id, id)
            + more);
  }
}
