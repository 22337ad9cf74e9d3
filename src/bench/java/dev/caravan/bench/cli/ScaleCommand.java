package dev.caravan.bench.cli;

import dev.caravan.bench.jvm.Jvm;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Report;
import dev.caravan.bench.scale.Phases;
import dev.caravan.bench.scale.ScaleReport;
import dev.caravan.bench.server.Latency;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures one, two and three instances on one queue. */
@Command(
    name = "scale",
    description =
        "Drain one queue with 1, 2 and 3 instances, with a quota, and while instances come and go.")
public final class ScaleCommand implements Callable<Integer> {

  @Mixin Common common;

  @Option(
      names = "--consumers",
      paramLabel = "N",
      description = "Messages that each instance works on at once (default: ${DEFAULT-VALUE}).")
  int consumers = 10;

  @Option(
      names = "--calls",
      paramLabel = "N",
      description = "Model calls per worker, on average (default: ${DEFAULT-VALUE}).")
  int calls = 12;

  @Option(
      names = "--quick",
      description = "Use a tenth of the latency, only to check that the command works.")
  boolean quick;

  @Override
  public Integer call() throws Exception {
    Latency latency = quick ? Latency.IMAGE_LIKE_TENTH : Latency.IMAGE_LIKE;
    Phases phases =
        new Phases(common.java, common.paths, common.work(), latency, consumers, common::say);
    int each = consumers * calls;
    List<ScaleReport.Phase> all = new ArrayList<>();
    for (int instances = 1; instances <= 3; instances++) {
      all.add(phases.steady(instances, instances * each, 0));
    }
    // Half of the calls that as many instances would make without a quota.
    for (int instances : List.of(1, 3)) {
      int quota = (int) (all.get(instances - 1).modelCallsPerMinute() / 2);
      // A quota is learned in the first minute, which must not be most of the time.
      all.add(phases.steady(instances, Math.max(2, instances) * each, quota));
    }
    all.add(phases.changing(3 * each));
    for (ScaleReport.Phase phase : all) {
      common.print(
          String.format(
              Locale.ROOT,
              "%-6s quota %-6s %.2f/s (%.2fx), %.0f calls/min, throttled %d, delivered again: lease"
                  + " ran out %d, throttled %d, returned at a stop %d; paid or stored twice %d",
              phase.instances(),
              phase.quotaPerMinute() == 0 ? "none" : phase.quotaPerMinute() + "/min",
              phase.perSecond(),
              phase.perSecond() / all.get(0).perSecond(),
              phase.modelCallsPerMinute(),
              phase.throttled(),
              phase.expired(),
              phase.delayed(),
              phase.givenBack(),
              phase.askedOrStoredTwice()));
    }
    if (common.json != null) {
      Report.write(
          new ScaleReport(
              Machine.here(common.java, Jvm.FLAGS, common.command()),
              latency.title(),
              consumers,
              all),
          common.json);
    }
    return 0;
  }
}
