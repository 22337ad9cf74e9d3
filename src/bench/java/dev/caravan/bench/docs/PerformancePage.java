package dev.caravan.bench.docs;

import dev.caravan.bench.memory.MemoryReport;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Measured;
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
 * The page and its plots, from the JSON files in {@code docs/performance}: {@code bench.json},
 * {@code start.json}, {@code memory.json}, {@code soak.json} and {@code scale.json}. A part that
 * was not measured is not in the page.
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

  /** The files it is made of, by their path in the docs folder. */
  public Map<String, String> files() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    StringBuilder page = new StringBuilder(text("before.md"));
    Optional<Report> bench = read("bench.json", Report.class);
    if (bench.isPresent()) {
      page.append(compared(bench.get()));
      files.put("images/performance-ratio.svg", RatioPlot.of(bench.get(), titles));
    }
    read("start.json", StartReport.class).ifPresent(start -> page.append(starts(start)));
    Optional<MemoryReport> memory = read("memory.json", MemoryReport.class);
    if (memory.isPresent()) {
      page.append(held(memory.get()));
      files.put("images/performance-memory.svg", MemoryPlot.of(memory.get()));
    }
    Optional<SoakReport> soak = read("soak.json", SoakReport.class);
    if (soak.isPresent()) {
      page.append(soaked(soak.get()));
      files.put("images/performance-soak.svg", SoakPlot.of(soak.get()));
    }
    read("scale.json", ScaleReport.class).ifPresent(scale -> page.append(scaled(scale)));
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
    part.append("\n![Throughput as a part of the loop's](images/performance-ratio.svg)\n");
    Table table = new Table(report, titles);
    for (String workload : report.workloads()) {
      part.append("\n### ").append(Workload.named(workload).title()).append("\n\n");
      part.append(table.of(workload));
      part.append(howRun(report.of(workload)));
    }
    if (report.idleSqsCallsPerMinute() != null) {
      part.append("\n### Idle\n\n| contestant | SQS calls a minute |\n| --- | --- |\n");
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

  /** Empty in reports of before it was noted. */
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
        : "\nWarm-up, and the compiler's part of its end: " + warmUps + "." + atOnce + "\n";
  }

  private static String starts(StartReport report) {
    StringBuilder part = new StringBuilder("\n## Start\n\n");
    part.append(of(report.machine()));
    part.append(
        """

        From the start of the process until it takes prompts, the servers being there. The archive is what
        a training run leaves: an AOT cache on JDK 25, a CDS archive on 17.

        | JDK | archive | seconds | resident | classes | of lint or the catalogue |
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
            "%nA queue of %,d messages, Bedrock at 0 ms, drained by one instance in %.0f s. Resident memory,"
                + "%nthe median of each fifth of the run: %.0f, %.0f, %.0f, %.0f and %.0f MB.",
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
            "%n%.0f minutes of %.0f prompts a second, by the queue and by HTTP in turn, Bedrock at 200 ms, image"
                + "%n50 KB. One in 49 can't be used, and for a twentieth of the time Bedrock throttles. After every"
                + "%nslice of the run all is waited for and accounted for, and the service is looked at."
                + "%n%,d messages and %,d calls: %,d prompts stored, each with one model call; %,d dead-lettered,"
                + "%n%,d refused, %,d turned away for the moment; %,d messages came again. None was lost.",
            report.minutes(),
            report.perSecond(),
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
            "%nStart and end are the medians of the first and the last fifth of the run, without its first tenth."
                + "%nWhat is above its start by more than is allowed, and above the middle fifth by more than half of"
                + "%nthat, has grown, and the run fails; %s. Not judged: resident memory, %.0f and %.0f MB;"
                + "%nclasses, %,.0f and %,.0f.",
            report.leaks().isEmpty()
                ? "here nothing has"
                : "here "
                    + report.leaks().stream()
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
            "%nBedrock takes %s; each instance works on %d messages at once. `1+2-1` begins with one, gets"
                + "%ntwo more after a third of the prompts, and loses the first after another third. Bedrock's quota"
                + "%nis a bucket that fills steadily and holds one second of it: two calls that meet can be one too"
                + "%nmany, and each such throttle lowers an instance's pace, so they stay below the quota.",
            report.latency(), report.consumers()));
    part.append(
        """

        | instances | quota a minute | prompts/s | of one | admitted calls a minute | throttled | came again: lease ran out / throttled / given back at a stop | paid twice |
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
        "`%s`, %s: %s, %d cores, %.0f GB, %s, JDK %s, `%s`.",
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
