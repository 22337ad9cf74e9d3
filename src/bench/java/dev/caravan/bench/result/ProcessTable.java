package dev.caravan.bench.result;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the processes of a workload need besides CPU, and what they leave out, as a Markdown table.
 */
public final class ProcessTable {

  private final Report report;
  private final Map<String, String> titles;

  /**
   * @param titles of contestants
   */
  public ProcessTable(Report report, Map<String, String> titles) {
    this.report = report;
    this.titles = titles;
  }

  /** Empty for reports from before memory was measured by its kind. */
  public String of(String workload) {
    List<Measured> measured =
        report.of(workload).stream().filter(each -> each.firstReceiveSeconds() != null).toList();
    return measured.isEmpty()
        ? ""
        : measured.stream()
            .map(this::row)
            .collect(
                Collectors.joining(
                    "",
                    "| contestant | anonymous memory | memory of files | first receive after | paid"
                        + " twice | does not do |\n| --- | --- | --- | --- | --- | --- |\n",
                    ""));
  }

  private String row(Measured measured) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %s | %.2f s | %d of %,d | %s |%n",
        titles.getOrDefault(measured.contestant(), measured.contestant()),
        Table.bytes(measured.of(sample -> sample.memory().anonymous()).median()),
        Table.bytes(measured.of(sample -> sample.memory().file()).median()),
        measured.firstReceiveSeconds(),
        measured.rounds().stream().mapToInt(Sample::paidTwice).sum(),
        measured.rounds().stream().mapToInt(Sample::prompts).sum(),
        report.doesNotDo() == null
            ? ""
            : report.doesNotDo().getOrDefault(measured.contestant(), ""));
  }
}
