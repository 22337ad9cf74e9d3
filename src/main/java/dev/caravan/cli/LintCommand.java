package dev.caravan.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks route files and the model catalogue. */
@Command(
    name = "lint",
    description = "Check route files and the model catalogue without starting anything.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Prints each problem with its file, line and column, and says how to fix it.",
      "To accept a problem, add a comment on its line or on the line above:",
      "  # lint:ignore RULE: the reason",
      "docs/lint.md lists the rules. Exit codes: 0 no errors, 1 errors, 2 lint could",
      "not run. Warnings and notes do not fail the command; with --strict, warnings do.",
      "",
      "Example: caravan lint --format github routes/queue.camel.yaml"
    })
public final class LintCommand implements Callable<Integer> {

  /** The output format. */
  enum Format {
    text,
    json,
    sarif,
    github
  }

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Files or folders to check (default: the routes folder).")
  List<Path> paths = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Output format: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  Format format = Format.text;

  @Option(names = "--strict", description = "Let warnings fail the command, too.")
  boolean strict;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    return new LintRun(paths, format, strict).run(spec.commandLine().getOut());
  }
}
