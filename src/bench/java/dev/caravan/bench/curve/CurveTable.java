package dev.caravan.bench.curve;

import dev.caravan.bench.result.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The curves of a workload at a few moments, as a Markdown table. */
public final class CurveTable {

  private static final int[] SOON = {1, 5, 10, 25};

  private CurveTable() {}

  /**
   * @param titles of contestants
   */
  public static String of(List<Curve> curves, Map<String, String> titles) {
    return curves.stream()
        .map(
            curve ->
                String.format(
                    Locale.ROOT,
                    "| %s | %.2f s | %s | %s | %s | %s | %s |%n",
                    titles.getOrDefault(curve.contestant(), curve.contestant()),
                    curve.firstReceiveSeconds(),
                    share(curve, SOON[0]),
                    share(curve, SOON[1]),
                    share(curve, SOON[2]),
                    share(curve, SOON[3]),
                    Table.number(curve.steady())))
        .collect(
            Collectors.joining(
                "",
                "| contestant | first receive after | after 1 s | 5 s | 10 s | 25 s | steady, per"
                    + " second |\n| --- | --- | --- | --- | --- | --- | --- |\n",
                ""));
  }

  private static String share(Curve curve, int after) {
    return curve.reaches(after)
        ? String.format(Locale.ROOT, "%.0f %%", 100 * curve.share(after))
        : "-";
  }
}
