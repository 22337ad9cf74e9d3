package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptSourceTest {

  private static final byte[] NOT_UTF_8 = {'a', '\n', (byte) 0xff, '\n'};

  private final PromptSource source = new PromptSource();

  @TempDir Path folder;

  @Test
  void prompts_come_from_the_arguments_and_then_from_the_lines_of_standard_input()
      throws Exception {
    source.prompts = List.of("first");
    source.file = "-";
    source.standardInput =
        new ByteArrayInputStream("a fjord\r\n\n  \nWürfel".getBytes(StandardCharsets.UTF_8));
    source.count = 2;

    assertThat(source.read())
        .containsExactly("first", "first", "a fjord", "a fjord", "Würfel", "Würfel");
  }

  @Test
  void a_hyphen_is_no_prompt_that_is_paid_for() {
    source.prompts = List.of("-");

    assertThatThrownBy(source::read)
        .isInstanceOf(CommandFailedException.class)
        .hasMessageContaining("--file -");
  }

  @Test
  void bytes_that_are_no_text_are_refused_wherever_they_come_from() throws Exception {
    source.file = "-";
    source.standardInput = new ByteArrayInputStream(NOT_UTF_8);
    assertThatThrownBy(source::read).hasMessage("Standard input is not UTF-8.");

    Path file = Files.write(folder.resolve("prompts"), NOT_UTF_8);
    source.file = file.toString();
    assertThatThrownBy(source::read).hasMessage(file + " is not UTF-8.");
  }

  @Test
  void a_file_that_is_missing_is_named() {
    source.file = folder.resolve("missing").toString();

    assertThatThrownBy(source::read).hasMessage("Can't read " + source.file + ".");
  }
}
