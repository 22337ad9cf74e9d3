package dev.caravan.bench.docs;

import dev.caravan.bench.memory.MemoryReport;
import java.util.List;
import java.util.Locale;

/** Resident memory and heap while a long queue is drained. */
final class MemoryPlot {

  private MemoryPlot() {}

  static String of(MemoryReport report) {
    List<MemoryReport.Moment> moments = report.moments();
    BytesPlot plot =
        new BytesPlot(
            "Memory while a long queue is drained",
            220,
            100e6,
            moments.stream().mapToLong(MemoryReport.Moment::rss).max().orElse(1),
            report.seconds());
    plot.curve(moments, MemoryReport.Moment::second, MemoryReport.Moment::rss, "#d97706");
    plot.curve(moments, MemoryReport.Moment::second, MemoryReport.Moment::heap, "#0e7490");
    plot.say(
        "0 s",
        String.format(Locale.ROOT, "%.0f s, %,d messages", report.seconds(), report.messages()),
        "upper curve: resident memory; lower curve: heap in use");
    return plot.toString();
  }
}
