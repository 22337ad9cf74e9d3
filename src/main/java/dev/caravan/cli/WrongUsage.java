package dev.caravan.cli;

import dev.caravan.words.KnownWords;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a wrong command line with one line: what is wrong, what was meant, where the help is. */
public final class WrongUsage implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    command
        .getErr()
        .println(
            "caravan: %s.%s Help: %s --help"
                .formatted(message(wrong), hint(wrong), command.getCommandSpec().qualifiedName()));
    command.getErr().flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static String message(ParameterException wrong) {
    if (wrong instanceof UnmatchedArgumentException unmatched && isCommand(unmatched)) {
      return "Unknown command: '%s'".formatted(unmatched.getUnmatched().get(0));
    }
    return String.valueOf(wrong.getMessage())
        .lines()
        .findFirst()
        .orElse("Wrong usage")
        .replaceFirst("[.]$", "")
        // The names of Java's types.
        .replaceFirst(" is not an? (int|long)$", " is not a whole number")
        // Picocli's text says it twice, and KEY=VALUE whatever the label is.
        .replaceFirst(
            "^Value for option option ('[^']+') \\(([^)]+)\\) should be in KEY=VALUE format but was (.*)$",
            "Invalid value for option $1: '$3' is not $2")
        .replaceFirst("^Unmatched arguments? (at|from) index \\d+: ", "Unexpected argument: ");
  }

  private static boolean isCommand(UnmatchedArgumentException unmatched) {
    return !unmatched.isUnknownOption() && !unmatched.getCommandLine().getSubcommands().isEmpty();
  }

  private static String hint(ParameterException wrong) {
    return wrong instanceof UnmatchedArgumentException unmatched
        ? new KnownWords(words(unmatched))
            .nearest(unmatched.getUnmatched().get(0).replaceFirst("=.*", ""))
            .map(" Did you mean %s?"::formatted)
            .orElse("")
        : "";
  }

  private static List<String> words(UnmatchedArgumentException unmatched) {
    CommandLine command = unmatched.getCommandLine();
    return unmatched.isUnknownOption()
        ? command.getCommandSpec().options().stream()
            .filter(option -> !option.hidden())
            .map(OptionSpec::longestName)
            .toList()
        : command.getSubcommands().entrySet().stream()
            .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
            .map(Map.Entry::getKey)
            .toList();
  }
}
