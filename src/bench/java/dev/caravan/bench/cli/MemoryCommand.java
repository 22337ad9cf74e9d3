package dev.caravan.bench.cli;

import dev.caravan.bench.jvm.Jvm;
import dev.caravan.bench.memory.LongQueue;
import dev.caravan.bench.memory.MemoryReport;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Report;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures whether memory stays constant while the service drains a long queue. */
@Command(name = "memory", description = "Drain a long queue and watch the service's memory.")
public final class MemoryCommand implements Callable<Integer> {

  @Mixin Common common;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description = "Messages in the queue (default: ${DEFAULT-VALUE}).")
  int messages = 100_000;

  @Option(
      names = "--longest",
      paramLabel = "S",
      description = "Give up after this many seconds (default: ${DEFAULT-VALUE}).")
  int longest = 1_800;

  @Override
  public Integer call() throws Exception {
    List<MemoryReport.Moment> moments =
        new LongQueue(common.java, common.paths, common.work(), common::say)
            .drain(messages, longest);
    MemoryReport report =
        new MemoryReport(
            Machine.here(common.java, Jvm.FLAGS, common.command()),
            messages,
            moments.get(moments.size() - 1).second(),
            moments);
    common.print(
        String.format(
            Locale.ROOT,
            "%d messages in %.0f s; resident memory by fifths of the run: %.0f, %.0f, %.0f, %.0f,"
                + " %.0f MB",
            messages,
            report.seconds(),
            report.rssInFifth(0).median() / 1e6,
            report.rssInFifth(1).median() / 1e6,
            report.rssInFifth(2).median() / 1e6,
            report.rssInFifth(3).median() / 1e6,
            report.rssInFifth(4).median() / 1e6));
    if (common.json != null) {
      Report.write(report, common.json);
    }
    return 0;
  }
}
