package dev.caravan.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.generation.InvalidPromptException;
import dev.caravan.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultKeysTest {

  private final ResultKeys keys = new ResultKeys("team", "titan_{id}", "answers/{id}.final");

  @Test
  void a_result_has_its_name_between_the_folder_and_the_ending() {
    assertThat(keys.of("g-1", "image/png")).isEqualTo("team/images/titan_g-1.png");
    assertThat(keys.of("g-1", "image/jpeg")).isEqualTo("team/images/titan_g-1.jpg");
    assertThat(keys.of("g-1", "text/plain")).isEqualTo("team/texts/answers/g-1.final.txt");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " "})
  void an_empty_name_is_the_id_alone(String name) {
    assertThat(new ResultKeys("", name, name).of("g-1", "image/png")).isEqualTo("images/g-1.png");
    assertThat(new ResultKeys("", name, name).of("g-1", "text/plain")).isEqualTo("texts/g-1.txt");
  }

  @Test
  void an_id_that_could_lead_elsewhere_is_refused() {
    assertThatThrownBy(() -> keys.of("../../other", "image/png"))
        .isInstanceOf(InvalidPromptException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"titan_{id}", "{id}", "a/b/{id}", "{id}-v2"})
  void a_name_with_the_id_in_it_is_a_valid_setting(String name) {
    assertThat(Settings.complaint("caravan.s3.image-name", name)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "titan",
        "{id}{id}",
        "/{id}",
        "a//{id}",
        "../{id}",
        "{prompt}",
        "a b{id}",
        "${id}"
      })
  void other_names_are_refused_with_an_example(String name) {
    assertThat(Settings.complaint("caravan.s3.image-name", name).orElseThrow())
        .isEqualTo(
            "CARAVAN_S3_IMAGE_NAME is \""
                + name
                + "\"; it must be up to 100 letters, digits and . _ - /, with {id} once, for"
                + " example titan_{id}");
  }
}
