package dev.caravan.local.test;

import dev.caravan.cli.CommandFailedException;
import dev.caravan.cli.Home;
import dev.caravan.cli.LaptopCommand;
import dev.caravan.local.LocalAws;
import dev.caravan.local.LocalAwsOptions;
import dev.caravan.local.test.format.RouteTest;
import dev.caravan.local.test.format.TestFileReader;
import dev.caravan.local.test.format.TestFiles;
import dev.caravan.local.test.report.ConsoleReport;
import dev.caravan.local.test.report.JUnitReport;
import dev.caravan.local.test.report.Marks;
import dev.caravan.local.test.run.RouteTests;
import dev.caravan.local.test.run.TestResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the route tests. */
@Command(
    name = "test",
    description = "Test the routes, with SQS, S3 and Bedrock in this JVM.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Tests are YAML files named *.test.yaml; docs/route-tests.md shows how to write one.",
      "Exit codes: 0 all passed, 1 some failed, 2 a file or the command line is wrong.",
      "",
      "Example: caravan test routes/tests/queue.test.yaml"
    })
public final class TestCommand implements LaptopCommand {

  @Parameters(
      paramLabel = "PATH",
      arity = "0..*",
      description =
          "Test files, or folders that contain some (default: tests in the routes folder).")
  List<Path> paths = new ArrayList<>();

  @Option(
      names = "--routes",
      paramLabel = "DIR",
      description = "Folder with the routes (default: ${DEFAULT-VALUE}).")
  Path routes = Home.routes();

  @Option(
      names = "--filter",
      paramLabel = "TEXT",
      description = "Run only tests whose name contains TEXT; case does not matter.")
  String filter = "";

  @Option(names = "--fail-fast", description = "Stop after the first test that fails.")
  boolean failFast;

  @Option(names = "--junit", paramLabel = "FILE", description = "Write the results as JUnit XML.")
  Path junit;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<RouteTest> tests = tests();
    ConsoleReport report =
        new ConsoleReport(
            spec.commandLine().getOut(),
            Ansi.AUTO,
            Marks.ofTheTerminal(),
            Ansi.AUTO.enabled() && System.console() != null);
    List<TestResult> results = run(tests, report);
    report.summary(results, tests.size(), Duration.ofNanos(System.nanoTime() - start));
    if (junit != null) {
      new JUnitReport(tests, results).write(junit);
    }
    return results.size() == tests.size() && results.stream().allMatch(TestResult::passed) ? 0 : 1;
  }

  /** Reports the mistakes in all files at once; if there are any, no test runs. */
  private List<RouteTest> tests() throws IOException {
    TestFiles files = new TestFiles(routes);
    TestFileReader reader = new TestFileReader(files.placeholders());
    List<RouteTest> all = new ArrayList<>();
    for (Path file : files.find(paths)) {
      all.addAll(reader.read(shown(file), Files.readString(file)));
    }
    if (!reader.complaints().lines().isEmpty()) {
      throw CommandFailedException.misconfigured(
          String.join("\ncaravan: ", reader.complaints().lines()));
    }
    String wanted = filter.toLowerCase(Locale.ROOT);
    List<RouteTest> tests =
        all.stream().filter(test -> test.name().toLowerCase(Locale.ROOT).contains(wanted)).toList();
    if (tests.isEmpty()) {
      throw CommandFailedException.misconfigured(
          "None of the %d tests has \"%s\" in its name.".formatted(all.size(), filter));
    }
    return tests;
  }

  /** The path relative to the current folder, if the file is below it. */
  private static String shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(here) ? here.relativize(absolute).toString() : file.toString();
  }

  private List<TestResult> run(List<RouteTest> tests, ConsoleReport report)
      throws IOException, InterruptedException {
    Path data = Files.createTempDirectory("caravan-test");
    // Also deletes the data if Ctrl-C ends the run.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(data), "delete-test-data"));
    try (LocalAws aws = LocalAws.start(LocalAwsOptions.onFreePorts(data))) {
      aws.useInThisJvm();
      return new RouteTests(aws, routes, failFast).run(tests, report);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      // This is a temporary folder; the system deletes it eventually.
    }
  }
}
