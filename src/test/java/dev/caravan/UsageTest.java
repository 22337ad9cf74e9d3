package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.cli.HelpText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The help of every command, and its answer to a wrong command line. */
class UsageTest {

  static Stream<Arguments> commands() {
    return CommandRun.commands().getSubcommands().entrySet().stream()
        // Picocli's own.
        .filter(each -> !each.getKey().equals("generate-completion"))
        .filter(each -> !each.getKey().equals("help"))
        .map(each -> Arguments.of(each.getKey(), each.getValue()));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void the_help_of_a_command_has_an_example_that_its_options_accept(
      String name, CommandLine command) {
    assertThat(example(command)).as(name).startsWith("caravan " + name);

    List<String> words = words(example(command));
    CommandRun.commands().parseArgs(words.subList(1, words.size()).toArray(String[]::new));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void an_unknown_option_is_one_line_that_says_where_the_help_is(String name, CommandLine command) {
    CommandRun run = wrong(name, "--frobnicate", command);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("caravan: Unknown option: '--frobnicate'.")
        .endsWith(" Help: caravan " + name + " --help");
  }

  @ParameterizedTest
  @MethodSource("commands")
  void an_option_with_a_letter_too_few_is_suggested(String name, CommandLine command) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      String known = option.longestName();
      if (known.length() < 6) {
        continue;
      }
      CommandRun run = wrong(name, known.substring(0, known.length() - 1), command);

      assertThat(run.exitCode()).as(known).isEqualTo(2);
      assertThat(run.err().lines()).as(known).hasSize(1);
      assertThat(run.err()).contains("Did you mean " + known + "?");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frobnicate | Unknown command: 'frobnicate'. Help: caravan --help",
        "stats | Unknown command: 'stats'. Did you mean status? Help: caravan --help",
        "get | Missing required parameter: 'ID'. Help: caravan get --help",
        "status | Missing required parameter: 'ID'. Help: caravan status --help",
        "health now | Unexpected argument: 'now'. Help: caravan health --help",
        "list --limit few | Invalid value for option '--limit': 'few' is not a whole number. Help: caravan list --help",
        "send --seed x a | Invalid value for option '--seed': 'x' is not a whole number. Help: caravan send --help",
        "send --metadata x a | Invalid value for option '--metadata': 'x' is not NAME=VALUE. Help: caravan send --help",
        "send a --model | Missing required parameter for option '--model' (M). Help: caravan send --help",
        "lint --format xml | Invalid value for option '--format': expected one of [text, json, sarif, github] (case-insensitive) but was 'xml'. Help: caravan lint --help",
      })
  void a_wrong_command_line_is_one_line(String line, String message) {
    CommandRun run = CommandRun.of(line.split(" "));

    assertThat(run.err()).isEqualTo("caravan: " + message + System.lineSeparator());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  /** With an argument if the command needs one, because picocli reports a missing one first. */
  private static CommandRun wrong(String name, String option, CommandLine command) {
    return command.getCommandSpec().positionalParameters().isEmpty()
        ? CommandRun.of(name, option)
        : CommandRun.of(name, option, "x");
  }

  private static String example(CommandLine command) {
    return HelpText.example(command.getCommandSpec()).orElse("");
  }

  /** The words of a line as a shell sees them. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    String[] parts = line.split("\"");
    for (int n = 0; n < parts.length; n++) {
      if (n % 2 == 1) {
        words.add(parts[n]);
      } else {
        Arrays.stream(parts[n].split(" ")).filter(word -> !word.isEmpty()).forEach(words::add);
      }
    }
    return words;
  }
}
