package dev.caravan.failure;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<html><h1>403 Forbidden</h1><hr>nginx</html> | 403 Forbidden nginx",
        "<style>p { x }</style><script>a < b</script>Blocked<!-- by --> | Blocked",
        "Access denied | Access denied",
        "<br> | ''",
      })
  void markup_is_left_out(String page, String words) {
    assertThat(new PlainWords(page).first()).isEqualTo(words);
  }

  @Property
  void it_is_one_short_line_without_control_characters(@ForAll String answer) {
    String words = new PlainWords(answer.repeat(3)).first();

    assertThat(words.length()).isLessThanOrEqualTo(121);
    assertThat(words.chars()).noneMatch(Character::isISOControl);
  }

  @Test
  void a_long_answer_is_cut() {
    assertThat(new PlainWords("word ".repeat(100_000)).first()).endsWith("word…");
  }
}
