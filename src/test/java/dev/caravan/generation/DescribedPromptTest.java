package dev.caravan.generation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The pattern in {@code /openapi.json} matches the texts of prompts that the reader accepts. */
class DescribedPromptTest {

  private static final int AFTER_BASIC_PLANE = 0x10000;

  private static Pattern described() throws IOException {
    return Pattern.compile(
        new ObjectMapper()
            .readTree(DescribedPromptTest.class.getResource("/dev/caravan/web/openapi.json"))
            .at("/components/schemas/PromptText/pattern")
            .asText());
  }

  @Test
  void a_text_of_one_invisible_character_does_not_match_the_pattern() throws Exception {
    Pattern pattern = described();

    assertThat(
            IntStream.range(0, AFTER_BASIC_PLANE)
                .filter(at -> new UnicodeText(Character.toString(at)).isBlank())
                .filter(at -> pattern.matcher(Character.toString(at)).find())
                .mapToObj(at -> "U+%04X".formatted(at)))
        .isEmpty();
  }

  @Test
  void a_text_of_one_letter_digit_or_symbol_matches_the_pattern() throws Exception {
    Pattern pattern = described();

    assertThat(
            IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(
                    at ->
                        Character.isLetterOrDigit(at)
                            || Character.getType(at) == Character.OTHER_SYMBOL)
                .filter(at -> !new UnicodeText(Character.toString(at)).isBlank())
                .filter(at -> !pattern.matcher(Character.toString(at)).find())
                .mapToObj(at -> "U+%04X".formatted(at)))
        .isEmpty();
  }
}
