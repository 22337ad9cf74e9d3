package dev.caravan.bench.docs;

import dev.caravan.bench.result.Measured;
import dev.caravan.bench.result.Report;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Throughput relative to the hand-written loop, as one bar per contestant and workload. */
final class RatioPlot {

  private static final int LEFT = 250;
  private static final int SCALE = 340;
  private static final int BAR = 14;
  private static final int GAP = 10;
  private static final double MOST = 1.6;

  private static final Map<String, String> COLOURS =
      Map.of("caravan", "#d97706", "camel", "#0e7490", "spring", "#4d7c0f");

  private RatioPlot() {}

  static String of(Report report, Map<String, String> titles) {
    List<Measured> bars =
        report.measured().stream()
            .filter(each -> !each.contestant().equals("loop") && report.ratio(each).isPresent())
            .toList();
    int height = bars.size() * BAR + report.workloads().size() * GAP + 40;
    Svg svg = new Svg(LEFT + SCALE + 120, height, "Throughput relative to the hand-written loop");
    double y = 24;
    String workload = "";
    for (Measured each : bars) {
      if (!each.workload().equals(workload)) {
        workload = each.workload();
        y += GAP;
      }
      double ratio = report.ratio(each).orElseThrow().median();
      svg.text(
          LEFT - 6,
          y + BAR - 3,
          "end",
          workload + ", " + titles.getOrDefault(each.contestant(), each.contestant()));
      svg.bar(
          LEFT,
          y + 1,
          Math.min(MOST, ratio) / MOST * SCALE,
          BAR - 3,
          COLOURS.getOrDefault(each.contestant(), "#808080"));
      svg.text(
          LEFT + Math.min(MOST, ratio) / MOST * SCALE + 4,
          y + BAR - 3,
          "start",
          String.format(Locale.ROOT, "%.2f", ratio));
      y += BAR;
    }
    double one = LEFT + SCALE / MOST;
    svg.line(one, 18, one, y + 4).text(one, 14, "middle", "the loop");
    return svg.toString();
  }
}
