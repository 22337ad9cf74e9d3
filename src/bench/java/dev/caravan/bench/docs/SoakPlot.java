package dev.caravan.bench.docs;

import dev.caravan.bench.soak.SoakReport;
import java.util.List;
import java.util.Locale;

/** The heap after garbage collections during a soak. */
final class SoakPlot {

  private SoakPlot() {}

  static String of(SoakReport report) {
    List<SoakReport.Moment> moments = report.moments();
    double seconds = moments.get(moments.size() - 1).second();
    BytesPlot plot =
        new BytesPlot(
            "Heap after GC under a steady load",
            160,
            10e6,
            moments.stream().mapToLong(SoakReport.Moment::heap).max().orElse(1),
            seconds);
    plot.curve(moments, SoakReport.Moment::second, SoakReport.Moment::heap, "#0e7490");
    plot.say(
        "0 min",
        String.format(Locale.ROOT, "%.0f min, %,d prompts", seconds / 60, report.tally().done()),
        "heap in use after a collection");
    return plot.toString();
  }
}
