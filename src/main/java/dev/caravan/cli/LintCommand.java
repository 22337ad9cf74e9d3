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

/** Says what is wrong in route files. */
@Command(
    name = "lint",
    description = "Say what is wrong in route files and the model catalogue, without starting.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Names each fault with its file, line and column, and what would be right. One",
      "that is meant is silenced by a comment on its line or the one above:",
      "  # lint:ignore RULE: the reason",
      "docs/lint.md lists the rules. Exits with 0 where nothing is wrong, 1 where",
      "something is, 2 where it could not look. Warnings and notes are told and do not",
      "fail; --strict lets warnings fail too.",
      "",
      "Example: caravan lint --format github routes/queue.camel.yaml"
    })
public final class LintCommand implements Callable<Integer> {

  /** What findings are told in. */
  enum Format {
    text,
    json,
    sarif,
    github
  }

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description = "Files, or folders of them (default: the routes folder).")
  List<Path> paths = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  Format format = Format.text;

  @Option(names = "--strict", description = "Let warnings fail too.")
  boolean strict;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    return new LintRun(paths, format, strict).run(spec.commandLine().getOut());
  }
}
