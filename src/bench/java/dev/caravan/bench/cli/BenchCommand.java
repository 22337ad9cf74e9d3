package dev.caravan.bench.cli;

import dev.caravan.bench.jvm.ClassPaths;
import dev.caravan.bench.jvm.Jvm;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.ProcessTable;
import dev.caravan.bench.result.Report;
import dev.caravan.bench.result.Table;
import dev.caravan.bench.run.Bench;
import dev.caravan.bench.run.Contestant;
import dev.caravan.bench.run.Plan;
import dev.caravan.bench.run.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures Caravan against a hand-written loop, stock Camel, Spring and programs in Go, on the same
 * servers.
 */
@Command(
    name = "caravan bench",
    description =
        "Measure Caravan against a hand-written loop, stock Camel, Spring and programs in Go.",
    sortOptions = false,
    subcommands = {
      StartCommand.class,
      MemoryCommand.class,
      ScaleCommand.class,
      SoakCommand.class,
      HttpLoadCommand.class,
      WarmUpCommand.class,
      DocsCommand.class
    },
    footer = {
      "",
      "A full run takes about an hour and prints an estimate first.",
      "--quick takes under three minutes and proves only that the bench works: it runs",
      "one second of warm-up and a round of one second, for each entrance, latency (a",
      "tenth of the image-like one) and size at least once.",
      "docs/performance.md has the figures and describes the contestants."
    })
public final class BenchCommand implements Callable<Integer> {

  static final Map<String, String> TITLES =
      Arrays.stream(Contestant.values())
          .collect(Collectors.toMap(Contestant::account, Contestant::title));

  private static final Map<String, String> OMITTED =
      Arrays.stream(Contestant.values())
          .collect(
              Collectors.toMap(
                  Contestant::account, Contestant::omits, (one, two) -> one, TreeMap::new));

  @Mixin Common common;

  @Option(
      names = "--workload",
      paramLabel = "NAME",
      split = ",",
      description =
          "Run only these workloads, such as queue-0ms-50kb or http-200ms-1.5mb (default: all).")
  List<String> workloads = new ArrayList<>();

  @Option(
      names = "--contestant",
      paramLabel = "NAME",
      split = ",",
      description =
          "Run only these contestants: ${COMPLETION-CANDIDATES} (default: all, OTHER only with"
              + " --other, BENTO only with --bento). GOLOOP and BENTHOS are built if go is on the"
              + " PATH.")
  List<Contestant> contestants = Contestant.usual();

  @Option(
      names = "--other",
      paramLabel = "DIR",
      description =
          "Compare with the built checkout in DIR, too, such as an older version. It runs as the"
              + " contestant OTHER.")
  Path other;

  @Option(
      names = "--bento",
      paramLabel = "FILE",
      description =
          "Compare with Bento, too: the program in FILE runs src/bench/go/bento.yaml. It is the"
              + " contestant BENTO.")
  Path bento;

  @Option(
      names = "--repetitions",
      paramLabel = "N",
      description =
          "Rounds per contestant (default: 5); at most 3 with images of 1.5 MB or if Bedrock takes"
              + " 200 ms, and 1 with the image-like latency.")
  Integer repetitions;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description =
          "Approximate length of a round (default: 10); six times that with the image-like"
              + " latency.")
  Double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      description =
          "Longest warm-up per contestant and workload (default: 120). It ends when the JVM's"
              + " compiler is quiet, after at least 15 s. It takes at most 30 s if Bedrock takes"
              + " 200 ms, and 15 s with the image-like latency.")
  Double warmUp;

  @Option(
      names = "--flag",
      paramLabel = "FLAG",
      description =
          "Additional flag for the contestants' JVMs, such as --flag=-XX:+UseParallelGC;"
              + " repeatable.")
  List<String> flags = new ArrayList<>();

  @Option(
      names = "--idle",
      paramLabel = "S",
      description =
          "Time to leave all contestants idle, to count their calls to SQS"
              + " (default: 60, or 0 with --workload or --quick).")
  Double idle;

  @Option(
      names = "--quick",
      description = "Run a few short rounds, only to check that the bench works.")
  boolean quick;

  @Override
  public Integer call() throws Exception {
    Map<String, String> leftOut = new TreeMap<>();
    ClassPaths paths = other == null ? common.paths : common.paths.beside(other);
    if (bento != null) {
      paths = paths.withBento(bento);
    }
    List<Contestant> toRun = Contestant.toRun(contestants, paths);
    Peers peers = Peers.of(toRun, paths, common::say);
    paths = peers.paths();
    List<Contestant> able = peers.able(toRun, leftOut, common::say);
    List<Workload> chosen = chosen();
    Plan plan = quick ? Plan.QUICK : Plan.FULL;
    plan =
        new Plan(
            warmUp == null ? plan.warmUp() : plan.warmUp().within(warmUp),
            seconds == null ? plan.roundSeconds() : seconds,
            repetitions == null ? plan.repetitions() : repetitions);
    List<String> all = Jvm.flags(flags);
    Bench bench = new Bench(common.java, all, paths, plan, common.work(), common::say);
    Machine machine = Machine.here(common.java, all, common.command());
    bench.run(
        chosen, able, measured -> keep(new Report(machine, measured, null, leftOut, OMITTED)));
    double idleSeconds = idle != null ? idle : workloads.isEmpty() && !quick ? 60 : 0;
    if (idleSeconds > 0) {
      keep(new Report(machine, List.of(), bench.idle(able, idleSeconds), leftOut, OMITTED));
    }
    if (quick) {
      common.say("the bench works; the figures of such short rounds prove nothing else");
    }
    return 0;
  }

  private List<Workload> chosen() {
    if (workloads.isEmpty()) {
      return quick ? Workload.quick() : Workload.all();
    }
    return workloads.stream().map((Function<String, Workload>) Workload::named).toList();
  }

  private void keep(Report report) throws IOException {
    Table table = new Table(report, TITLES);
    ProcessTable processes = new ProcessTable(report, TITLES);
    for (String workload : report.workloads()) {
      common.print(workload + "\n" + table.of(workload) + "\n" + processes.of(workload));
    }
    if (report.idleSqsCallsPerMinute() != null) {
      common.print("SQS calls per minute while idle: " + report.idleSqsCallsPerMinute());
    }
    if (common.json != null) {
      Report all =
          Files.isRegularFile(common.json)
              ? Report.JSON.readValue(common.json.toFile(), Report.class).with(report)
              : report;
      Report.write(all, common.json);
      common.say("wrote " + common.json);
    }
  }
}
