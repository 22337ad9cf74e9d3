package dev.caravan.bench.docs;

import dev.caravan.bench.soak.SoakReport;
import java.util.Locale;
import java.util.stream.Collectors;

/** The heap after each collection of a soak. */
final class SoakPlot {

  private static final int LEFT = 60;
  private static final int TOP = 20;
  private static final int WIDTH = 640;
  private static final int HEIGHT = 160;
  private static final double STEP = 10e6;

  private final SoakReport report;
  private final double mostBytes;
  private final double seconds;

  private SoakPlot(SoakReport report) {
    this.report = report;
    long most = report.moments().stream().mapToLong(SoakReport.Moment::heap).max().orElse(1);
    this.mostBytes = Math.ceil(most / STEP) * STEP;
    this.seconds = report.moments().get(report.moments().size() - 1).second();
  }

  static String of(SoakReport report) {
    return new SoakPlot(report).draw();
  }

  private String draw() {
    Svg svg = new Svg(LEFT + WIDTH + 20, TOP + HEIGHT + 40, "Heap after GC under a steady load");
    for (double bytes = 0; bytes <= mostBytes; bytes += STEP) {
      svg.line(LEFT, y(bytes), LEFT + WIDTH, y(bytes));
      svg.text(LEFT - 6, y(bytes) + 4, "end", String.format(Locale.ROOT, "%.0f MB", bytes / 1e6));
    }
    svg.path(points(), "#0e7490");
    svg.text(LEFT, TOP + HEIGHT + 18, "middle", "0 min");
    svg.text(
        LEFT + WIDTH,
        TOP + HEIGHT + 18,
        "end",
        String.format(Locale.ROOT, "%.0f min, %,d prompts", seconds / 60, report.tally().done()));
    svg.text(LEFT + WIDTH / 2.0, TOP - 6, "middle", "heap in use after a collection");
    return svg.toString();
  }

  private String points() {
    return report.moments().stream()
        .map(
            moment ->
                String.format(
                    Locale.ROOT,
                    "%.1f,%.1f",
                    LEFT + moment.second() / seconds * WIDTH,
                    y(moment.heap())))
        .collect(Collectors.joining(" "));
  }

  private double y(double bytes) {
    return TOP + HEIGHT - bytes / mostBytes * HEIGHT;
  }
}
