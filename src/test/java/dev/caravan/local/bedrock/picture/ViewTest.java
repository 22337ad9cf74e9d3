package dev.caravan.local.bedrock.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.local.bedrock.picture.View.Ground;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewTest {

  @ParameterizedTest
  @EnumSource
  void every_light_comes_with_each_of_its_words(Light light) {
    for (String word : light.words.split(" ")) {
      Light first = view("a picture with " + word.toUpperCase()).light;

      assertThat(first.ordinal()).as(word).isLessThanOrEqualTo(light.ordinal());
      assertThat(first.words.split(" ")).contains(word);
    }
  }

  @ParameterizedTest
  @EnumSource
  void every_ground_comes_with_each_of_its_words(Ground ground) {
    for (String word : ground.words.split(" ")) {
      assertThat(view("some " + word + "s, please").ground.words.split(" ")).contains(word);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Me on top of K2", "two mountains", "the summit"})
  void a_mountain_stands_above_all_others_if_the_prompt_names_one(String prompt) {
    assertThat(LongStream.range(0, 20)).allMatch(seed -> view(prompt, seed).peak);
  }

  @ParameterizedTest
  @ValueSource(strings = {"snow on the hills", "a frozen lake", "dunes in winter"})
  void a_cold_word_brings_snow(String prompt) {
    assertThat(LongStream.range(0, 20)).allMatch(seed -> view(prompt, seed).winter);
  }

  @Test
  void the_sky_is_as_cloudy_as_the_prompt_says() {
    assertThat(view("a stormy sea").clouds).isEqualTo(0.9f);
    assertThat(view("a clear day").clouds).isZero();
  }

  @Test
  void a_word_counts_only_as_a_whole() {
    assertThat(LongStream.range(0, 40).mapToObj(seed -> view("a knight seasons seats", seed)))
        .anyMatch(view -> view.light != Light.NIGHT)
        .anyMatch(view -> view.ground != Ground.SEA);
  }

  @ParameterizedTest
  @CsvSource({"256, 256", "4096, 256", "256, 4096", "1344, 768"})
  void the_sun_is_inside_the_sky(int width, int height) {
    for (long seed = 0; seed < 200; seed++) {
      View view = new View(new Scene("", seed, width, height));

      assertThat(view.sunX).isBetween(0f, (float) width);
      assertThat(view.sunY).isBetween(0f, view.horizon);
      assertThat(view.horizon).isLessThan(height);
    }
  }

  @Test
  void chance_shows_every_light_and_every_ground() {
    assertThat(LongStream.range(0, 300).mapToObj(seed -> view("", seed)))
        .extracting(view -> view.light)
        .contains(Light.values());
    assertThat(LongStream.range(0, 300).mapToObj(seed -> view("", seed)))
        .extracting(view -> view.ground)
        .contains(Ground.values());
  }

  private static View view(String prompt) {
    return view(prompt, 7);
  }

  private static View view(String prompt, long seed) {
    return new View(new Scene(prompt, seed, 256, 256));
  }
}
