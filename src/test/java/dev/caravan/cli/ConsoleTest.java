package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  private static final String CLEAR = "\r\u001b[K";

  private final StringWriter terminal = new StringWriter();
  private final PrintWriter both = new PrintWriter(terminal, true);
  private final Console console = new Console(both, both);

  @Test
  void a_line_replaces_the_bar_on_a_terminal_and_no_bar_is_left_at_the_end() {
    try (Progress progress = console.progress("Waiting", 4, true)) {
      await().until(() -> terminal.toString().contains("0/4"));
      console.line("the first result");
      progress.stepTo(1);
      await().until(() -> terminal.toString().contains("1/4"));
    }
    console.note("done");

    assertThat(terminal.toString())
        .contains(CLEAR + "the first result" + System.lineSeparator() + CLEAR + "Waiting")
        .endsWith(CLEAR + "caravan: done" + System.lineSeparator());
    // Nothing moves the cursor to another line.
    assertThat(terminal.toString().replace(CLEAR, "")).doesNotContain("\u001b");
  }

  @Test
  void without_a_terminal_there_are_only_lines() {
    try (Progress progress = console.progress("Waiting", 4, false)) {
      console.line("the first result");
      progress.stepTo(1);
      progress.say("1 failed");
    }

    assertThat(terminal).hasToString("the first result" + System.lineSeparator());
  }
}
