package dev.caravan.bench.docs;

import dev.caravan.bench.curve.CurveReport;
import dev.caravan.bench.http.HttpLoadReport;
import dev.caravan.bench.memory.MemoryReport;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Measured;
import dev.caravan.bench.result.ProcessTable;
import dev.caravan.bench.result.Report;
import dev.caravan.bench.result.Table;
import dev.caravan.bench.run.Workload;
import dev.caravan.bench.scale.ScaleReport;
import dev.caravan.bench.soak.Fifths;
import dev.caravan.bench.soak.SoakReport;
import dev.caravan.bench.soak.SoakTable;
import dev.caravan.bench.soak.Tally;
import dev.caravan.bench.start.StartReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes the performance page and its plots from the JSON files in {@code docs/performance}: {@code
 * bench.json}, {@code warm-up.json}, {@code start.json}, {@code memory.json}, {@code soak.json},
 * {@code scale.json} and {@code http-load.json}. Parts that were not measured are left out, except
 * for the last one, whose place is marked.
 */
public final class PerformancePage {

  private final Path docs;
  private final Map<String, String> titles;

  /**
   * @param docs the docs folder
   * @param titles of contestants
   */
  public PerformancePage(Path docs, Map<String, String> titles) {
    this.docs = docs;
    this.titles = titles;
  }

  /** The page and its plots, by their paths in the docs folder. */
  public Map<String, String> files() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    StringBuilder page = new StringBuilder(text("before.md"));
    Optional<Report> bench = read("bench.json", Report.class);
    Optional<StartReport> start = read("start.json", StartReport.class);
    Optional<ScaleReport> scale = read("scale.json", ScaleReport.class);
    Optional<SoakReport> soak = read("soak.json", SoakReport.class);
    page.append(new Summary(bench, start, scale, soak, titles).text());
    if (bench.isPresent()) {
      page.append(compared(bench.get()));
      files.put("images/performance-ratio.svg", RatioPlot.of(bench.get(), titles));
    }
    Optional<CurveReport> curves = read("warm-up.json", CurveReport.class);
    if (curves.isPresent()) {
      page.append(CurveSection.of(curves.get(), titles, of(curves.get().machine())));
      files.putAll(CurveSection.plots(curves.get(), titles));
    }
    start.ifPresent(report -> page.append(starts(report)));
    Optional<MemoryReport> memory = read("memory.json", MemoryReport.class);
    if (memory.isPresent()) {
      page.append(held(memory.get()));
      files.put("images/performance-memory.svg", MemoryPlot.of(memory.get()));
    }
    if (soak.isPresent()) {
      page.append(soaked(soak.get()));
      files.put("images/performance-soak.svg", SoakPlot.of(soak.get()));
    }
    scale.ifPresent(report -> page.append(scaled(report)));
    page.append(
        read("http-load.json", HttpLoadReport.class)
            .map(report -> HttpLoadSection.of(report, of(report.machine())))
            .orElse(HttpLoadSection.NOT_MEASURED));
    page.append(text("after.md"));
    files.put("performance.md", page.toString());
    return files;
  }

  private <T> Optional<T> read(String file, Class<T> type) throws IOException {
    Path json = docs.resolve("performance").resolve(file);
    return Files.isRegularFile(json)
        ? Optional.of(Report.JSON.readValue(json.toFile(), type))
        : Optional.empty();
  }

  private static String text(String resource) throws IOException {
    try (var text = PerformancePage.class.getResourceAsStream(resource)) {
      return new String(text.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  private String compared(Report report) {
    StringBuilder part = new StringBuilder("\n## Against the loop, stock Camel and Spring\n\n");
    part.append(of(report.machine()));
    if (report.measured().stream().allMatch(each -> each.firstReceiveSeconds() == null)) {
      part.append(
          "\nThis run is older than the contestants in Go, so it has no figures of them.\n");
    }
    part.append("\n[Columns](#columns) explains the tables.\n");
    part.append("\n![Throughput relative to the loop](images/performance-ratio.svg)\n");
    Table table = new Table(report, titles);
    for (String workload : report.workloads()) {
      part.append("\n### ").append(Workload.named(workload).title()).append("\n\n");
      part.append(table.of(workload));
      String processes = new ProcessTable(report, titles).of(workload);
      part.append(processes.isEmpty() ? "" : "\n" + processes);
      part.append(howRun(report.of(workload)));
    }
    if (report.idleSqsCallsPerMinute() != null) {
      part.append("\n### Idle\n\n| contestant | SQS calls per minute |\n| --- | --- |\n");
      report
          .idleSqsCallsPerMinute()
          .forEach(
              (account, calls) ->
                  part.append(line("| %s | %.1f |", titles.getOrDefault(account, account), calls)));
    }
    if (report.leftOut() != null) {
      report
          .leftOut()
          .forEach(
              (account, why) ->
                  part.append(
                      line("%n%s did not run: %s.", titles.getOrDefault(account, account), why)));
    }
    return part.toString();
  }

  /** Empty for reports from before warm-ups were recorded. */
  private String howRun(List<Measured> measured) {
    String warmUps =
        measured.stream()
            .filter(each -> each.warmUp() != null)
            .map(
                each ->
                    String.format(
                        Locale.ROOT,
                        "%s %.0f s, %.0f %%",
                        titles.getOrDefault(each.contestant(), each.contestant()),
                        each.warmUp().seconds(),
                        each.warmUp().compilerShare() * 100))
            .collect(Collectors.joining("; "));
    String atOnce =
        measured.stream().anyMatch(Measured::atOnce) ? " All ran at the same time." : "";
    return warmUps.isEmpty()
        ? ""
        : "\nWarm-up, and the compiler's share of its last slice: " + warmUps + "." + atOnce + "\n";
  }

  private static String starts(StartReport report) {
    StringBuilder part = new StringBuilder("\n## Start\n\n");
    part.append(of(report.machine()));
    part.append(
        """

        The time from the start of the process until it takes prompts; the servers run already. The archive
        comes from a training run: an AOT cache on JDK 25, a CDS archive on JDK 17.

        | JDK | archive | seconds | resident memory | classes | of these from lint or the catalogue |
        | --- | --- | --- | --- | --- | --- |
        """);
    for (StartReport.Start start : report.starts()) {
      part.append(
          line(
              "| %s | %s | %.2f [%.2f-%.2f] | %.0f MB | %,d | %d |",
              start.java(),
              start.archive() ? "yes" : "no",
              start.spread().median(),
              start.spread().least(),
              start.spread().most(),
              start.peakRss() / 1e6,
              start.classes(),
              start.needless()));
    }
    return part.toString();
  }

  private static String held(MemoryReport report) {
    return "\n## Memory\n\n"
        + of(report.machine())
        + line(
            "%nOne instance drained a queue of %,d messages in %.0f s, with Bedrock at 0 ms. The"
                + " median resident%nmemory in the five fifths of the run: %.0f, %.0f, %.0f, %.0f"
                + " and %.0f MB.",
            report.messages(),
            report.seconds(),
            report.rssInFifth(0).median() / 1e6,
            report.rssInFifth(1).median() / 1e6,
            report.rssInFifth(2).median() / 1e6,
            report.rssInFifth(3).median() / 1e6,
            report.rssInFifth(4).median() / 1e6)
        + "\n![Memory while the queue is drained](images/performance-memory.svg)\n";
  }

  private static String soaked(SoakReport report) {
    Tally tally = report.tally();
    Fifths resident = Fifths.of(report.moments(), SoakReport.Moment::rss);
    Fifths classes = Fifths.of(report.moments(), SoakReport.Moment::classes);
    return "\n## Soak\n\n"
        + of(report.machine())
        + line(
            "%nThe service got %.0f prompts per second for %.0f minutes, by the queue and by HTTP"
                + " in turn, with%nBedrock at 200 ms and images of 50 KB. One prompt in 49 is"
                + " invalid, and Bedrock throttles for a%ntwentieth of the time. After every slice"
                + " of the run the bench waits for all prompts, accounts for%nthem and measures the"
                + " service.%n%nFrom %,d messages and %,d calls, %,d prompts were stored, each with"
                + " one model call. %,d messages%nbecame dead letters, %,d calls were refused as"
                + " invalid, and %,d calls got a time to retry. %,d messages%nwere delivered again."
                + " No prompt was lost.",
            report.perSecond(),
            report.minutes(),
            tally.queued(),
            tally.called(),
            tally.done(),
            tally.deadLettered(),
            tally.refused(),
            tally.turnedAway(),
            tally.givenBack())
        + "\n"
        + SoakTable.of(report)
        + line(
            "%nStart and end are the medians of the first and the last fifth of the run, without"
                + " its first tenth.%nA figure has grown if its end is above its start by more than"
                + " is allowed, and above the middle%nfifth by more than half of that. A run in"
                + " which anything grows fails; here %s.%nResident memory (%.0f and %.0f MB) and"
                + " classes (%,.0f and %,.0f) are not judged.",
            report.leaks().isEmpty()
                ? "nothing did"
                : report.leaks().stream()
                        .map(leak -> leak.watched().title())
                        .collect(Collectors.joining(", "))
                    + " did",
            resident.start() / 1e6,
            resident.end() / 1e6,
            classes.start(),
            classes.end())
        + "\n![Heap after GC under a steady load](images/performance-soak.svg)\n";
  }

  private static String scaled(ScaleReport report) {
    StringBuilder part = new StringBuilder("\n## Several instances on one queue\n\n");
    part.append(of(report.machine()));
    part.append(
        line(
            "%nBedrock takes %s, and each instance works on %d messages at once. `1+2-1` begins"
                + " with one instance,%nadds two after a third of the prompts, and stops the first"
                + " after another third.%n%nBedrock's quota is a bucket that fills steadily and"
                + " holds the calls of one second. If two calls%narrive together, one of them can"
                + " be too many, and each throttled call lowers an instance's pace.%nThe instances"
                + " therefore stay below the quota.",
            report.latency(), report.consumers()));
    part.append(
        """

        | instances | quota per minute | prompts per second | relative to one | admitted calls per minute | throttled | delivered again: lease ran out / throttled / returned at a stop | paid twice |
        | --- | --- | --- | --- | --- | --- | --- | --- |
        """);
    double one = report.phases().get(0).perSecond();
    for (ScaleReport.Phase phase : report.phases()) {
      part.append(
          line(
              "| %s | %s | %.2f | %.2f | %.0f | %d | %d / %d / %d | %d |",
              phase.instances(),
              phase.quotaPerMinute() == 0 ? "none" : String.valueOf(phase.quotaPerMinute()),
              phase.perSecond(),
              phase.perSecond() / one,
              phase.modelCallsPerMinute(),
              phase.throttled(),
              phase.expired(),
              phase.delayed(),
              phase.givenBack(),
              phase.askedOrStoredTwice()));
    }
    part.append("\n");
    return part.toString();
  }

  private static String of(Machine machine) {
    return line(
        "Measured by `%s` on %s: %s, %d cores, %.0f GB, %s, JDK %s, `%s`.",
        machine.command(),
        machine.date(),
        machine.processor(),
        machine.cores(),
        machine.memory() / 1e9,
        machine.system(),
        machine.java(),
        String.join(" ", machine.flags()));
  }

  private static String line(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values) + "\n";
  }
}
