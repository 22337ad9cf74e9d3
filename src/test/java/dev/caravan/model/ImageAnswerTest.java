package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageAnswerTest {

  /** Its base64 has a slash, which JSON may write with a backslash before it. */
  private static final byte[] SLASHES = {-1, -1, -1, 1, 2};

  @Property
  void the_first_image_is_decoded_and_the_fields_after_it_are_read(
      @ForAll @Size(min = 1, max = 400) byte[] bytes, @ForAll boolean spaced) {
    String space = spaced ? " \n\t" : "";
    String text = Base64.getEncoder().encodeToString(bytes);

    ImageAnswer answer =
        parse(
            "{\"images\":[\"%s\"%s,%s\"next\"%s],\"seeds\":[7]}"
                .formatted(text, space, space, space));

    assertThat(answer.image()).isEqualTo(bytes);
    assertThat(answer.seed()).isEqualTo(7);
  }

  @Test
  void an_escaped_slash_is_a_slash() {
    String text = Base64.getEncoder().encodeToString(SLASHES).replace("/", "\\/");

    assertThat(text).contains("\\/");
    byte[] answer =
        ("{\"images\":[\"" + text + "\" , \"next\"],\"seeds\":[7]}")
            .getBytes(StandardCharsets.UTF_8);
    ImageAnswer read = ImageAnswer.parse(answer);
    assertThat(read.image()).isEqualTo(SLASHES);
    assertThat(read.seed()).isEqualTo(7);
    // The slashes are replaced in the answer itself, which stays what it was.
    ImageAnswer again = ImageAnswer.parse(answer);
    assertThat(again.image()).isEqualTo(SLASHES);
    assertThat(again.seed()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AA*A", "AAA\u00e4", "A", "AAAA=", "====", "AA\\nAA", "AAAA\\"})
  void an_image_that_is_not_base64_is_refused(String text) {
    refused("{\"images\":[\"" + text + "\"]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"images\":[\"AAAA", "{\"images\":[\"AAAA\"", "{\"images\":[\"AA\" \"AA\"]}"})
  void an_answer_that_ends_early_or_is_not_json_is_refused(String answer) {
    refused(answer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE"})
  void an_answer_that_is_not_utf_8_is_refused(String encoding) {
    byte[] answer = "{\"images\":[\"AAAA\"]}".getBytes(Charset.forName(encoding));

    assertThatThrownBy(() -> ImageAnswer.parse(answer)).isInstanceOf(ModelAnswerException.class);
  }

  private static void refused(String answer) {
    assertThatThrownBy(() -> parse(answer))
        .isInstanceOf(ModelAnswerException.class)
        .hasMessage("The model's answer is not the JSON it should be.");
  }

  private static ImageAnswer parse(String answer) {
    return ImageAnswer.parse(answer.getBytes(StandardCharsets.UTF_8));
  }
}
