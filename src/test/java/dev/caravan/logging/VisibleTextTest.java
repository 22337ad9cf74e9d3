package dev.caravan.logging;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {

  @ParameterizedTest
  @CsvSource({
    "10, \\n",
    "13, \\r",
    "0, \\u0000",
    "7, \\u0007",
    "8, \\u0008",
    "27, \\u001b",
    "127, \\u007f",
    "133, \\u0085",
    "155, \\u009b",
    "8232, \\u2028",
    "8238, \\u202e",
    "8297, \\u2069"
  })
  void what_would_steer_a_terminal_or_begin_a_line_is_shown_as_its_escape(
      int codePoint, String escape) {
    assertThat(new VisibleText("a" + Character.toString(codePoint) + "b").escaped())
        .isEqualTo("a" + escape + "b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\tb", "Ærlig talt: 日本の山 🏔️", "100% {} \\ \"quoted\""})
  void all_other_text_stays_as_it_is(String text) {
    assertThat(new VisibleText(text).escaped()).isSameAs(text);
  }

  @Property
  void no_text_has_two_lines(@ForAll String text) {
    assertThat(new VisibleText(text).escaped().lines().count()).isLessThanOrEqualTo(1);
  }
}
