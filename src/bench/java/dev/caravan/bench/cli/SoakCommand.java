package dev.caravan.bench.cli;

import dev.caravan.bench.jvm.Jvm;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Report;
import dev.caravan.bench.soak.Growth;
import dev.caravan.bench.soak.Soak;
import dev.caravan.bench.soak.SoakReport;
import dev.caravan.bench.soak.SoakTable;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks that nothing grows while the service works for a long time. */
@Command(
    name = "soak",
    description = "Keep the service under a steady load and check that nothing grows.",
    sortOptions = false,
    footer = {
      "",
      "Prompts arrive by the queue and by HTTP in turn. One in 49 is invalid, and",
      "Bedrock throttles for a twentieth of the time. The run consists of slices. After",
      "each slice the command accounts for all prompts. It exits with 1 if a prompt was",
      "lost, paid for or stored twice, or delivered again because its lease ran out.",
      "",
      "It also exits with 1 if heap after GC, threads, file handles or meters grew: if",
      "the median of the last fifth of the run is above that of the first by more than",
      "is allowed (for the heap 3 MB or 5 %%, whichever is more; 2 threads; 5 file",
      "handles; no meter), and above that of the middle fifth by more than half of it.",
      "The first tenth of the run is warm-up and does not count."
    })
public final class SoakCommand implements Callable<Integer> {

  private static final double QUICK_MINUTES = 1;

  @Mixin Common common;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Minutes to run (default: ${DEFAULT-VALUE}).")
  double minutes = 60;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Prompts per second, queue and HTTP together (default: ${DEFAULT-VALUE}).")
  double rate = 20;

  @Option(
      names = "--quick",
      description = "Run for one minute, only to check that the command works.")
  boolean quick;

  @Override
  public Integer call() throws Exception {
    requirePositive("--minutes", minutes);
    requirePositive("--rate", rate);
    SoakReport report =
        new Soak(common.java, common.paths, common.work(), common::say)
            .run(
                Machine.here(common.java, Jvm.FLAGS, common.command()),
                quick ? QUICK_MINUTES : minutes,
                rate);
    if (common.json != null) {
      Report.write(report, common.json);
    }
    common.print(
        String.format(
            Locale.ROOT,
            "%d messages and %d calls in %s minutes: %d done, %d dead-lettered, %d refused,"
                + " %d refused with a time to retry, %d delivered again; %d model calls throttled%n%n%s",
            report.tally().queued(),
            report.tally().called(),
            number(report.minutes()),
            report.tally().done(),
            report.tally().deadLettered(),
            report.tally().refused(),
            report.tally().turnedAway(),
            report.tally().givenBack(),
            report.tally().throttled(),
            SoakTable.of(report)));
    report.leaks().stream().map(Growth::toString).forEach(common::say);
    return report.leaks().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private static void requirePositive(String option, double value) {
    if (!(value > 0)) {
      throw new IllegalArgumentException(
          "%s is %s; it must be above 0.".formatted(option, number(value)));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
