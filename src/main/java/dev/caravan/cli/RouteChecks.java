package dev.caravan.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Checks a routes folder before it is pushed: lint, then the route tests. */
record RouteChecks(Path routes, CommandLine root, PrintWriter out) {

  private static final String TEST = "test";

  /**
   * @return 0 if nothing is wrong, otherwise the exit code of what failed
   */
  int lint() {
    out.println("Lint of " + routes + ":");
    return new LintRun(List.of(routes), LintCommand.Format.text, false).run(out);
  }

  /**
   * @return 0 if all tests passed or there are none, otherwise the exit code of the tests
   * @throws CommandFailedException if this Caravan can't run route tests
   */
  int test() {
    if (!Files.isDirectory(routes.resolve("tests"))) {
      out.println("There are no route tests in " + routes.resolve("tests") + ".");
      return 0;
    }
    CommandLine tests = root.getSubcommands().get(TEST);
    if (tests.getCommand() instanceof WithoutLaptop) {
      throw CommandFailedException.misconfigured(
          "This Caravan can't run the route tests, because the laptop AWS is not on the class path."
              + " Push from a clone, or use --skip-tests.");
    }
    out.flush();
    Map<String, String> before = awsProperties();
    try {
      return tests.execute("--routes", routes.toString());
    } finally {
      // The tests point all AWS clients of this JVM to the laptop AWS.
      awsProperties().keySet().forEach(System::clearProperty);
      before.forEach(System::setProperty);
    }
  }

  private static Map<String, String> awsProperties() {
    Map<String, String> found = new HashMap<>();
    System.getProperties()
        .stringPropertyNames()
        .forEach(
            name -> {
              if (name.startsWith("aws.")) {
                found.put(name, System.getProperty(name));
              }
            });
    return found;
  }
}
