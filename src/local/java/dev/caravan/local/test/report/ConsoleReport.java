package dev.caravan.local.test.report;

import dev.caravan.local.test.format.RouteTest;
import dev.caravan.local.test.match.Mismatch;
import dev.caravan.local.test.run.Progress;
import dev.caravan.local.test.run.TestResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Shows the progress of a run: one line per test, and everything that explains a failed test. */
public final class ConsoleReport implements Progress {

  /** Returns to the start of the line and clears it. */
  private static final String AGAIN = "\r\u001b[K";

  private final PrintWriter out;
  private final Ansi ansi;
  private final Marks marks;
  private final boolean terminal;
  private String file = "";

  /**
   * @param terminal whether a line can be overwritten
   */
  public ConsoleReport(PrintWriter out, Ansi ansi, Marks marks, boolean terminal) {
    this.out = out;
    this.ansi = ansi;
    this.marks = marks;
    this.terminal = terminal;
  }

  @Override
  public void starting(int tests) {
    passing("Starting the routes for %d test%s…".formatted(tests, tests == 1 ? "" : "s"));
  }

  @Override
  public void begun(RouteTest test) {
    passing("  … " + test.name());
  }

  @Override
  public void ended(TestResult result) {
    passing("");
    if (!file.equals(result.test().file())) {
      file = result.test().file();
      out.println(ansi.string("@|bold " + file + "|@"));
    }
    out.printf(
        "  %s %s (%s)%n",
        ansi.string(
            result.passed()
                ? "@|green " + marks.passed() + "|@"
                : "@|red " + marks.failed() + "|@"),
        result.test().name(),
        seconds(result.took()));
    result.mismatches().forEach(this::mismatch);
    if (!result.passed() && !result.story().isEmpty()) {
      out.println("      What happened:");
      result.story().forEach(line -> out.println("        " + line));
    }
    out.flush();
  }

  private void mismatch(Mismatch mismatch) {
    out.println("      " + mismatch.place() + ": " + mismatch.what());
    out.println("        expected  " + mismatch.expected());
    out.println("        actual    " + mismatch.actual());
  }

  /**
   * Prints the last line.
   *
   * @param asked how many tests should have run
   */
  public void summary(List<TestResult> results, int asked, Duration took) {
    long failed = results.stream().filter(result -> !result.passed()).count();
    out.println();
    out.printf(
        "%d test%s: %d passed, %d failed%s, in %s%n",
        asked,
        asked == 1 ? "" : "s",
        results.size() - failed,
        failed,
        results.size() < asked ? ", " + (asked - results.size()) + " not run" : "",
        seconds(took));
    out.flush();
  }

  /** Prints a line that the next one replaces; prints nothing if lines can't be replaced. */
  private void passing(String line) {
    if (terminal) {
      out.print(AGAIN + line);
      out.flush();
    }
  }

  private static String seconds(Duration time) {
    return "%.2f s".formatted(time.toMillis() / 1000.0);
  }
}
