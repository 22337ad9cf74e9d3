package dev.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.bench.http.Phase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class HttpLoadCommandTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--callers 0 | --callers is 0; it must be from 1 to 100000.",
        "--pace-max 15 | --pace-max is 15; it must be from 16 to 10000.",
        "--connections 3 | --connections is 3; it must be from 4 to 1000000.",
        "--addresses 0 | --addresses is 0; it must be from 1 to 200.",
        "--addresses 201 | --addresses is 201; it must be from 1 to 200.",
        "--latency 0 | --latency is 0.0; it must be above 0.",
        "--rate -1 | --rate is -1.0; it must be above 0.",
        "--longest 0 | --longest is 0.0; it must be above 0.",
        "--phase many | Invalid value for option '--phase' (NAME)",
        "--set novalue | Value for option option '--set' (NAME=VALUE) should be in KEY=VALUE format"
      })
  void options_out_of_range_are_refused_before_anything_starts(String options, String message) {
    assertThat(run(("http-load " + options).split(" "))).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains(message);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void help_lists_the_phases_and_the_options() {
    assertThat(run("http-load", "--help")).isZero();
    for (Phase phase : Phase.values()) {
      assertThat(out.toString()).contains("  " + phase.name().toLowerCase(Locale.ROOT) + " ");
    }
    assertThat(out.toString()).contains("--phase", "--set", "--quick", "--json");
  }

  private int run(String... arguments) {
    CommandLine commands = BenchMain.commands();
    commands.setOut(new PrintWriter(out, true));
    commands.setErr(new PrintWriter(err, true));
    return commands.execute(arguments);
  }
}
