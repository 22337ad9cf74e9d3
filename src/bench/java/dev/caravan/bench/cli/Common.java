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

/** The options that every measuring command has. */
final class Common {

  @Option(
      names = "--java",
      paramLabel = "DIR",
      description = "The JDK that everything runs on (default: the one that runs this).")
  Path java = Path.of(System.getProperty("java.home"));

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Write the figures there; a file of ./caravan bench keeps other workloads that it has.")
  Path json;

  @Option(names = "--help", usageHelp = true, description = "Show this help.")
  boolean help;

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  final ClassPaths paths = ClassPaths.ofThisBuild();

  /** A folder for logs, which stays when something has failed. */
  Path work() throws IOException {
    return Files.createTempDirectory("caravan-bench");
  }

  /** On standard error: standard output belongs to the figures. */
  void say(String progress) {
    spec.commandLine().getErr().println("bench: " + progress);
    spec.commandLine().getErr().flush();
  }

  void print(String figures) {
    spec.commandLine().getOut().println(figures);
    spec.commandLine().getOut().flush();
  }

  /** The command as it was given, to be given again. */
  String command() {
    CommandLine root = spec.root().commandLine();
    List<String> given = root.getParseResult().originalArgs();
    return "./" + (root.getCommandName() + " " + String.join(" ", given)).trim();
  }
}
