package dev.caravan.bench.cli;

import dev.caravan.bench.jvm.ClassPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that measures. */
final class Common {

  @Option(
      names = "--java",
      paramLabel = "DIR",
      description = "JDK that runs everything (default: the one that runs this command).")
  Path java = Path.of(System.getProperty("java.home"));

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "File for the figures. ./caravan bench keeps the other workloads that are already in it.")
  Path json;

  @Option(names = "--help", usageHelp = true, description = "Show this help.")
  boolean help;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  final ClassPaths paths = ClassPaths.ofThisBuild();

  /** A new folder for logs, which is not deleted, so that a failure can be explained. */
  Path work() throws IOException {
    return Files.createTempDirectory("caravan-bench");
  }

  /** Prints progress to standard error, because standard output is for the figures. */
  void say(String progress) {
    spec.commandLine().getErr().println("bench: " + progress);
    spec.commandLine().getErr().flush();
  }

  void print(String figures) {
    spec.commandLine().getOut().println(figures);
    spec.commandLine().getOut().flush();
  }

  /** The command line as it was given, so that the run can be repeated. */
  String command() {
    CommandLine root = spec.root().commandLine();
    List<String> given = root.getParseResult().originalArgs();
    return "./" + (root.getCommandName() + " " + String.join(" ", given)).trim();
  }
}
