package dev.caravan.bench.docs;

import dev.caravan.bench.curve.Curve;
import dev.caravan.bench.curve.CurveReport;
import dev.caravan.bench.curve.CurveTable;
import dev.caravan.bench.run.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of the page about the first seconds of each contestant, and its plots. */
final class CurveSection {

  private CurveSection() {}

  /**
   * @param measured says where and how
   */
  static String of(CurveReport report, Map<String, String> titles, String measured) {
    StringBuilder part = new StringBuilder("\n## The first seconds\n\n").append(measured);
    part.append(
        """

        Each contestant runs alone. From the queue, all messages are there before the process starts. By HTTP, 16
        callers call from the moment at which the contestant is ready. The columns with seconds count from the
        first receive and give the share of the steady throughput, which is the median of the last third of the
        curve.
        """);
    for (String workload : report.workloads()) {
      List<Curve> curves = report.of(workload);
      part.append("\n### ").append(title(workload)).append("\n\n");
      part.append(CurveTable.of(curves, titles));
      part.append("\n![Prompts per second after the start](%s)\n".formatted(rate(workload)));
      part.append("\n![Added time after the start](%s)\n".formatted(added(workload)));
    }
    if (report.leftOut() != null) {
      report
          .leftOut()
          .forEach(
              (account, why) ->
                  part.append(
                      "\n%s did not run: %s.\n"
                          .formatted(titles.getOrDefault(account, account), why)));
    }
    return part.toString();
  }

  /** By their paths in the docs folder. */
  static Map<String, String> plots(CurveReport report, Map<String, String> titles) {
    Map<String, String> plots = new LinkedHashMap<>();
    for (String workload : report.workloads()) {
      List<Curve> curves = report.of(workload);
      plots.put(
          rate(workload),
          CurvePlot.of(
              curves, titles, "Prompts per second, " + workload, second -> second.prompts()));
      plots.put(
          added(workload),
          CurvePlot.of(
              curves,
              titles,
              "Added milliseconds, p99, " + workload,
              second -> second.added().p99()));
    }
    return plots;
  }

  private static String title(String workload) {
    return Workload.named(workload).title();
  }

  private static String rate(String workload) {
    return "images/performance-warm-up-" + workload + ".svg";
  }

  private static String added(String workload) {
    return "images/performance-warm-up-added-" + workload + ".svg";
  }
}
