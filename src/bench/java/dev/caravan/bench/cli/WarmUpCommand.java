package dev.caravan.bench.cli;

import dev.caravan.bench.curve.Curve;
import dev.caravan.bench.curve.CurveReport;
import dev.caravan.bench.curve.CurveTable;
import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Jvm;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Report;
import dev.caravan.bench.run.Contestant;
import dev.caravan.bench.run.FirstSeconds;
import dev.caravan.bench.run.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures each contestant second by second, from the start of its process. */
@Command(
    name = "warm-up",
    description =
        "Measure throughput and added time of each second from the start of the process, for each"
            + " contestant alone.")
public final class WarmUpCommand implements Callable<Integer> {

  @Mixin Common common;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      split = ",",
      description = "Workloads to run (default: ${DEFAULT-VALUE}).")
  List<String> workloads = List.of("queue-0ms-50kb", "http-0ms-50kb");

  @Option(
      names = "--contestant",
      paramLabel = "NAME",
      split = ",",
      description =
          "Run only these contestants: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}, BENTO"
              + " only with --bento).")
  List<Contestant> contestants =
      List.of(Contestant.LOOP, Contestant.CARAVAN, Contestant.GOLOOP, Contestant.BENTHOS);

  @Option(
      names = "--bento",
      paramLabel = "FILE",
      description = "Run Bento, too: the program in FILE runs src/bench/go/bento.yaml.")
  Path bento;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Length of each curve (default: ${DEFAULT-VALUE}).")
  int seconds = 60;

  @Option(
      names = "--flag",
      paramLabel = "FLAG",
      description = "Additional flag for the contestants' JVMs; repeatable.")
  List<String> flags = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    List<Workload> chosen =
        workloads.stream().map((Function<String, Workload>) Workload::named).toList();
    ClassPaths paths = bento == null ? common.paths : common.paths.withBento(bento);
    List<Contestant> toRun = Contestant.toRun(contestants, paths);
    Peers peers = Peers.of(toRun, paths, common::say);
    Map<String, String> leftOut = new TreeMap<>();
    List<Contestant> able = peers.able(toRun, leftOut, common::say);
    List<String> all = Jvm.flags(flags);
    List<Curve> curves =
        new FirstSeconds(common.java, all, peers.paths(), common.work(), common::say)
            .of(chosen, able, seconds);
    CurveReport report =
        new CurveReport(Machine.here(common.java, all, common.command()), curves, leftOut);
    for (String workload : report.workloads()) {
      common.print(workload + "\n" + CurveTable.of(report.of(workload), BenchCommand.TITLES));
    }
    if (common.json != null) {
      Report.write(report, common.json);
      common.say("wrote " + common.json);
    }
    return 0;
  }
}
