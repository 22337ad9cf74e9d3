package dev.caravan.bench.cli;

import dev.caravan.bench.jvm.Jvm;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Report;
import dev.caravan.bench.start.StartReport;
import dev.caravan.bench.start.Starts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the time from the start of the process until the service takes prompts. */
@Command(
    name = "start",
    description =
        "Measure how long the service takes to start, with and without a trained archive.")
public final class StartCommand implements Callable<Integer> {

  @Mixin Common common;

  @Option(
      names = "--on",
      paramLabel = "DIR",
      split = ",",
      description = "JDKs to start the service on (default: that of --java).")
  List<Path> jdks = new ArrayList<>();

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      description = "Number of starts of each kind (default: ${DEFAULT-VALUE}).")
  int repetitions = 10;

  @Override
  public Integer call() throws Exception {
    Starts starts = new Starts(common.paths, common.work(), repetitions, common::say);
    List<StartReport.Start> all = new ArrayList<>();
    for (Path java : jdks.isEmpty() ? List.of(common.java) : jdks) {
      all.addAll(starts.on(java));
    }
    for (StartReport.Start start : all) {
      common.print(
          String.format(
              Locale.ROOT,
              "JDK %-8s %-12s %.2f s [%.2f-%.2f], %d MB, %d classes, %d from lint or the catalogue",
              start.java(),
              start.archive() ? "with archive" : "without",
              start.spread().median(),
              start.spread().least(),
              start.spread().most(),
              start.peakRss() / 1_000_000,
              start.classes(),
              start.needless()));
    }
    if (common.json != null) {
      Report.write(
          new StartReport(Machine.here(common.java, Jvm.FLAGS, common.command()), all),
          common.json);
    }
    return 0;
  }
}
