package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminalTextTest {

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x07, 0x08, 0x0a, 0x0d, 0x1b, 0x7f, 0x9b, 0x200b, 0x202e, 0x2028})
  void characters_that_steer_a_terminal_are_shown_as_escapes(int character) {
    assertThat(new TerminalText("a" + (char) character + "b"))
        .hasToString("a\\u%04xb".formatted(character));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "ein Bär, 山, 🏔", "\"quoted\" \\ back"})
  void other_text_is_shown_unchanged(String text) {
    assertThat(new TerminalText(text)).hasToString(text);
  }
}
