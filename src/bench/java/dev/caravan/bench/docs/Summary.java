package dev.caravan.bench.docs;

import dev.caravan.bench.result.Measured;
import dev.caravan.bench.result.Report;
import dev.caravan.bench.result.Sample;
import dev.caravan.bench.result.Spread;
import dev.caravan.bench.result.Table;
import dev.caravan.bench.scale.ScaleReport;
import dev.caravan.bench.soak.SoakReport;
import dev.caravan.bench.start.StartReport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The most important figures in one table and a few sentences. A sentence whose figures were not
 * measured is left out.
 *
 * @param titles of contestants
 */
record Summary(
    Optional<Report> bench,
    Optional<StartReport> start,
    Optional<ScaleReport> scale,
    Optional<SoakReport> soak,
    Map<String, String> titles) {

  private static final List<String> CONTESTANTS = List.of("loop", "caravan", "camel", "spring");
  private static final String FAST = "queue-0ms-50kb";
  private static final String SLOW = "queue-200ms-50kb";
  private static final String HTTP = "http-0ms-50kb";

  /** Empty if nothing was measured. */
  String text() {
    String sentences =
        bench.map(this::throughput).orElse("")
            + start.map(Summary::starts).orElse("")
            + scale.flatMap(Summary::scaled).orElse("")
            + soak.map(Summary::soaked).orElse("");
    String table = bench.map(this::table).orElse("");
    return table.isEmpty() && sentences.isEmpty()
        ? ""
        : "\n## How fast it is\n" + table + (sentences.isEmpty() ? "" : "\n" + sentences);
  }

  private String table(Report report) {
    String rows =
        row(report, "prompts per second from the queue, 50 KB, Bedrock at 0 ms", FAST, this::rate)
            + row(
                report, "the same with Bedrock at 200 ms and 20 prompts at once", SLOW, this::rate)
            + row(report, "added to a POST at half load, p50 / p99 ms", HTTP, this::added);
    return rows.isEmpty()
        ? ""
        : format("%nOn %d cores, which the servers and the callers use too:%n", cores(report))
            + CONTESTANTS.stream()
                .map(account -> titles.getOrDefault(account, account))
                .collect(Collectors.joining(" | ", "\n| | ", " | measured by |\n"))
            + "| --- | --- | --- | --- | --- | --- |\n"
            + rows;
  }

  private static int cores(Report report) {
    return report.machine().cores();
  }

  private static String row(
      Report report, String title, String workload, Function<Measured, String> figure) {
    return report.of(workload).isEmpty()
        ? ""
        : CONTESTANTS.stream()
            .map(account -> report.find(workload, account).map(figure).orElse("-"))
            .collect(
                Collectors.joining(
                    " | ",
                    "| " + title + " | ",
                    " | `./caravan bench --workload " + workload + "` |\n"));
  }

  private String rate(Measured measured) {
    return Table.number(measured.of(Sample::perSecond).median());
  }

  private String added(Measured measured) {
    return Table.number(measured.of(sample -> sample.added().p50()).median())
        + " / "
        + Table.number(measured.of(sample -> sample.added().p99()).median());
  }

  private String throughput(Report report) {
    return clients(report).orElse("") + withModel(report).orElse("") + sqsCalls(report);
  }

  private static Optional<String> clients(Report report) {
    return report
        .find(FAST, "tuned")
        .map(tuned -> tuned.of(Sample::perSecond).median())
        .flatMap(
            tuned ->
                report
                    .find(FAST, "caravan")
                    .map(caravan -> caravan.of(Sample::perSecond).median())
                    .map(
                        caravan ->
                            format(
                                "- The loop uses the AWS SDK's S3 client as it is. With Caravan's S3"
                                    + " client it handles %s prompts per second, so Camel, metrics,"
                                    + " pace and leases cost %.0f %% if nothing else takes time.%n",
                                Table.number(tuned), 100 * (1 - caravan / tuned))));
  }

  private static Optional<String> withModel(Report report) {
    return report
        .find(SLOW, "caravan")
        .flatMap(report::ratio)
        .map(
            ratio ->
                format(
                    "- If the model takes 200 ms, Caravan's throughput is %.2f of the loop's.%n",
                    ratio.median()));
  }

  private static String sqsCalls(Report report) {
    double[] calls =
        report.measured().stream()
            .filter(each -> each.contestant().equals("caravan"))
            .filter(each -> each.workload().startsWith("queue-"))
            .mapToDouble(each -> each.of(Sample::sqsCallsPerPrompt).median())
            .toArray();
    if (calls.length == 0) {
      return "";
    }
    Spread spread = Spread.of(calls);
    return format(
        "- If there is a backlog, a prompt costs %.2f to %.2f SQS calls, however long the model"
            + " takes.%n",
        spread.least(), spread.most());
  }

  private static String starts(StartReport report) {
    StartReport.Start first = report.starts().get(0);
    StartReport.Start last = report.starts().get(report.starts().size() - 1);
    return format(
        "- Caravan starts in %.2f s on JDK %s%s, and in %.2f s on JDK %s%s (`./caravan bench start`).%n",
        first.spread().median(),
        first.java(),
        archive(first),
        last.spread().median(),
        last.java(),
        archive(last));
  }

  private static String archive(StartReport.Start start) {
    return start.archive() ? " with the image's archive" : "";
  }

  private static Optional<String> scaled(ScaleReport report) {
    double one = report.phases().get(0).perSecond();
    return report.phases().stream()
        .filter(phase -> phase.instances().equals("3") && phase.quotaPerMinute() == 0)
        .findFirst()
        .map(
            three ->
                format(
                    "- Three instances on one queue handle %.2f times as many prompts as one"
                        + " (`./caravan bench scale`).%n",
                    three.perSecond() / one));
  }

  private static String soaked(SoakReport report) {
    return format(
        "- In %.0f minutes of `./caravan bench soak` %s grew.%n",
        report.minutes(),
        report.leaks().isEmpty()
            ? "neither heap, threads, file handles nor meters"
            : report.leaks().stream()
                .map(leak -> leak.watched().title())
                .collect(Collectors.joining(", ")));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
