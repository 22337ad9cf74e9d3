package dev.caravan.bench.cli;

import dev.caravan.bench.http.Goal;
import dev.caravan.bench.http.HttpLoad;
import dev.caravan.bench.http.HttpLoadReport;
import dev.caravan.bench.http.HttpLoadTable;
import dev.caravan.bench.http.Phase;
import dev.caravan.bench.http.Size;
import dev.caravan.bench.http.hostile.Attack;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Report;
import dev.caravan.bench.run.HttpRounds;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures the HTTP entrance under load. */
@Command(
    name = "http-load",
    description =
        "Load the HTTP entrance with waiting callers, refused callers and hostile clients.",
    sortOptions = false,
    footer = {
      "",
      "The phases:",
      "  callers   many callers wait for a slow model, while other calls go on",
      "  refusals  callers above the limit get 429",
      "  post      what the service adds to a POST at half load, model 0 ms",
      "  hostile   a client leaves thousands of connections and requests open",
      "Each figure is printed beside its target. The command exits with 0 if it could",
      "measure, whatever the figures are, and with 1 if it could not.",
      "A full run takes about eight minutes. The hostile client needs 10,200 descriptors",
      "in each of its two processes (ulimit -n)."
    })
public final class HttpLoadCommand implements Callable<Integer> {

  private static final int ATTACKS = Attack.values().length;

  @Mixin Common common;

  @Option(
      names = "--phase",
      paramLabel = "NAME",
      split = ",",
      description = "Run only these phases (default: all).")
  Set<Phase> phases = EnumSet.allOf(Phase.class);

  @Option(
      names = "--callers",
      paramLabel = "N",
      description = "Callers that call at once; also CARAVAN_HTTP_LINE (default: 1000).")
  Integer callers;

  @Option(
      names = "--pace-max",
      paramLabel = "N",
      description = "CARAVAN_PACE_MAX, from 16 (default: 200).")
  Integer paceMax;

  @Option(
      names = "--latency",
      paramLabel = "S",
      description = "Seconds that the model takes while callers wait (default: 12).")
  Double latency;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Other calls per second, of each of the six kinds (default: 20).")
  Double rate;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Hostile connections, all four kinds together (default: 20000).")
  Integer connections;

  @Option(
      names = "--addresses",
      paramLabel = "N",
      description = "Source addresses of the hostile client, 1 to 200 (default: 10).")
  Integer addresses;

  @Option(
      names = "--opening",
      paramLabel = "N",
      description =
          "Hostile connections opened per second, all four kinds together (default: 2000).")
  Double opening;

  @Option(
      names = "--longest",
      paramLabel = "S",
      description = "Seconds after which the hostile client gives up (default: 120).")
  Double longest;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "One more variable of the service, such as a limit; repeatable.")
  Map<String, String> settings = new TreeMap<>();

  @Option(
      names = "--quick",
      description = "Use small counts and short times, only to check that the command works.")
  boolean quick;

  @Override
  public Integer call() throws Exception {
    Size size = size(quick ? Size.QUICK : Size.FULL);
    HttpLoadReport report =
        new HttpLoad(common.java, common.paths, common.work(), size, common::say)
            .run(Machine.here(common.java, HttpLoad.FLAGS, common.command()), phases);
    for (Phase phase : Phase.values()) {
      List<Goal> goals = report.goals(phase);
      if (!goals.isEmpty()) {
        common.print(phase.title() + "\n" + HttpLoadTable.of(goals));
      }
    }
    if (common.json != null) {
      Report.write(report, common.json);
      common.say("wrote " + common.json);
    }
    if (quick) {
      common.say("the command works; the figures of such a short run prove nothing else");
    }
    return 0;
  }

  private Size size(Size size) {
    return new Size(
        within("--callers", 1, 100_000, callers, size.callers()),
        within("--pace-max", HttpRounds.CALLERS, 10_000, paceMax, size.paceMax()),
        above0("--latency", latency, size.latencySeconds()),
        above0("--rate", rate, size.rate()),
        size.refusalRate(),
        size.refusalSeconds(),
        size.postSeconds(),
        size.postRounds(),
        within("--connections", ATTACKS, 1_000_000, connections, ATTACKS * size.connections())
            / ATTACKS,
        within("--addresses", 1, 200, addresses, size.addresses()),
        above0("--opening", opening, size.openingRate()),
        above0("--longest", longest, size.hostileSeconds()),
        size.warmUp(),
        settings);
  }

  private static int within(String option, int least, int most, Integer given, int otherwise) {
    if (given != null && (given < least || given > most)) {
      throw new IllegalArgumentException(
          "%s is %d; it must be from %d to %d.".formatted(option, given, least, most));
    }
    return given == null ? otherwise : given;
  }

  private static double above0(String option, Double given, double otherwise) {
    if (given != null && !(given > 0)) {
      throw new IllegalArgumentException("%s is %s; it must be above 0.".formatted(option, given));
    }
    return given == null ? otherwise : given;
  }
}
