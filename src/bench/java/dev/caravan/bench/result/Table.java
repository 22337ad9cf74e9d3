package dev.caravan.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * A workload's figures as a Markdown table: medians, and the spread of some of them. If two builds
 * of Caravan ran, their ratio follows the table.
 */
public final class Table {

  private static final List<String> HEAD =
      List.of(
          "contestant",
          "per second",
          "relative to the loop",
          "added ms p50 / p95 / p99",
          "SQS calls",
          "S3 calls",
          "CPU s per 1,000",
          "allocated",
          "peak RSS");

  private final Report report;
  private final Map<String, String> titles;

  /**
   * @param titles of contestants
   */
  public Table(Report report, Map<String, String> titles) {
    this.report = report;
    this.titles = titles;
  }

  public String of(String workload) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEAD);
    rows.add(HEAD.stream().map(column -> "---").toList());
    report.of(workload).forEach(measured -> rows.add(row(measured)));
    return rows.stream()
        .map(row -> row.stream().collect(Collectors.joining(" | ", "| ", " |")))
        .collect(Collectors.joining("\n", "", "\n" + relativeToOther(workload)));
  }

  private List<String> row(Measured measured) {
    Spread rate = measured.of(Sample::perSecond);
    return List.of(
        titles.getOrDefault(measured.contestant(), measured.contestant()),
        "%s [%s-%s]".formatted(number(rate.median()), number(rate.least()), number(rate.most())),
        report.ratio(measured).map(Table::ratio).orElse("-"),
        "%s / %s / %s"
            .formatted(
                median(measured, sample -> sample.added().p50()),
                median(measured, sample -> sample.added().p95()),
                median(measured, sample -> sample.added().p99())),
        format("%.2f", measured.of(Sample::sqsCallsPerPrompt).median()),
        format("%.2f", measured.of(Sample::s3CallsPerPrompt).median()),
        format("%.2f", measured.of(Sample::cpuSecondsPerThousand).median()),
        allocated(measured),
        bytes(measured.of(Sample::peakRss).most()));
  }

  private static String allocated(Measured measured) {
    double median = measured.of(Sample::allocatedBytesPerPrompt).median();
    return median == 0 ? "-" : bytes(median);
  }

  private String relativeToOther(String workload) {
    Spread ratio = report.relativeToOther().get(workload);
    return ratio == null ? "" : "\nCaravan relative to its other build: " + ratio(ratio) + "\n";
  }

  private static String ratio(Spread ratio) {
    return format("%.2f [%.2f-%.2f]", ratio.median(), ratio.least(), ratio.most());
  }

  private static String median(Measured measured, ToDoubleFunction<Sample> figure) {
    return number(measured.of(figure).median());
  }

  /** Rounds to three digits, because the measurements are no more precise. */
  public static String number(double value) {
    return value >= 100
        ? format("%,.0f", value)
        : value >= 10 ? format("%.1f", value) : format("%.2f", value);
  }

  static String bytes(double value) {
    return value >= 1e6 ? number(value / 1e6) + " MB" : number(value / 1e3) + " KB";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
