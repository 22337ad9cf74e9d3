package dev.caravan.bench.docs;

import dev.caravan.bench.memory.MemoryReport;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** Resident memory and heap over a long drain. */
final class MemoryPlot {

  private static final int LEFT = 60;
  private static final int TOP = 20;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 220;

  private final MemoryReport report;
  private final double mostBytes;

  private MemoryPlot(MemoryReport report) {
    this.report = report;
    this.mostBytes =
        Math.ceil(
                report.moments().stream().mapToLong(MemoryReport.Moment::rss).max().orElse(1)
                    / 100e6)
            * 100e6;
  }

  static String of(MemoryReport report) {
    return new MemoryPlot(report).draw();
  }

  private String draw() {
    Svg svg = new Svg(LEFT + WIDTH + 20, TOP + HEIGHT + 40, "Memory while a long queue is drained");
    for (double bytes = 0; bytes <= mostBytes; bytes += 100e6) {
      svg.line(LEFT, y(bytes), LEFT + WIDTH, y(bytes));
      svg.text(LEFT - 6, y(bytes) + 4, "end", String.format(Locale.ROOT, "%.0f MB", bytes / 1e6));
    }
    svg.path(points(MemoryReport.Moment::rss), "#d97706");
    svg.path(points(MemoryReport.Moment::heap), "#0e7490");
    svg.text(LEFT, TOP + HEIGHT + 18, "middle", "0 s");
    svg.text(
        LEFT + WIDTH,
        TOP + HEIGHT + 18,
        "end",
        String.format(Locale.ROOT, "%.0f s, %,d messages", report.seconds(), report.messages()));
    svg.text(LEFT + WIDTH / 2.0, TOP - 6, "middle", "above: resident memory; below: heap in use");
    return svg.toString();
  }

  private String points(ToLongFunction<MemoryReport.Moment> bytes) {
    return report.moments().stream()
        .map(
            moment ->
                String.format(
                    Locale.ROOT,
                    "%.1f,%.1f",
                    LEFT + moment.second() / report.seconds() * WIDTH,
                    y(bytes.applyAsLong(moment))))
        .collect(Collectors.joining(" "));
  }

  private double y(double bytes) {
    return TOP + HEIGHT - bytes / mostBytes * HEIGHT;
  }
}
