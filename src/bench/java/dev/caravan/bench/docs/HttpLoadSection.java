package dev.caravan.bench.docs;

import dev.caravan.bench.http.Goal;
import dev.caravan.bench.http.Hostile;
import dev.caravan.bench.http.HttpLoadReport;
import dev.caravan.bench.http.HttpLoadTable;
import dev.caravan.bench.http.ManyCallers;
import dev.caravan.bench.http.Phase;
import dev.caravan.bench.http.PostAtHalfLoad;
import dev.caravan.bench.http.Refusals;
import dev.caravan.bench.http.Size;
import dev.caravan.bench.http.hostile.Attacked;
import dev.caravan.bench.result.Table;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The part of the page about the HTTP entrance under load. */
final class HttpLoadSection {

  static final String TITLE = "\n## The HTTP entrance under load\n\n";

  /** The place for the figures, as long as there are none. */
  static final String NOT_MEASURED =
      TITLE
          + """
          **Not measured yet.** On a machine that does nothing else, this command measures it, and
          `./caravan bench docs` then writes the figures here:

          ```console
          $ ./caravan bench http-load --json docs/performance/http-load.json
          ```
          """;

  private HttpLoadSection() {}

  /**
   * @param machine the sentence about where the figures were measured
   */
  static String of(HttpLoadReport report, String machine) {
    StringBuilder part = new StringBuilder(TITLE).append(machine);
    Size size = report.size();
    if (!size.settings().isEmpty()) {
      part.append(
          line(
              "%nSettings of the service: %s.",
              size.settings().entrySet().stream()
                  .map(setting -> "`" + setting.getKey() + "=" + setting.getValue() + "`")
                  .sorted()
                  .collect(Collectors.joining(", "))));
    }
    part.append(
        "\n[Load on the HTTP entrance](#load-on-the-http-entrance) describes the phases.\n");
    if (report.callers() != null) {
      part.append(callers(report.callers(), size, report.goals(Phase.CALLERS)));
    }
    if (report.refusals() != null) {
      part.append(refusals(report.refusals(), size, report.goals(Phase.REFUSALS)));
    }
    if (report.post() != null) {
      part.append(post(report.post(), report.goals(Phase.POST)));
    }
    if (report.hostile() != null) {
      part.append(hostile(report.hostile(), size, report.goals(Phase.HOSTILE)));
    }
    return part.toString();
  }

  private static String callers(ManyCallers callers, Size size, List<Goal> goals) {
    return title(Phase.CALLERS)
        + line(
            "%,d callers called at the same time, with `CARAVAN_HTTP_LINE=%d`, `CARAVAN_PACE_MAX=%d` and a model"
                + "%nthat takes %s s. %s. The last got its answer after %.1f s. Resident memory was %.0f MB before.",
            size.callers(),
            size.callers(),
            size.paceMax(),
            Table.number(size.latencySeconds()),
            answered(callers),
            callers.seconds(),
            callers.rssBefore() / 1e6)
        + "\n"
        + HttpLoadTable.of(goals)
        + line(
            "%nThe calls that needed no model, %s per second of each kind:%n", number(size.rate()))
        + HttpLoadTable.of(callers.meanwhile());
  }

  private static String answered(ManyCallers callers) {
    return callers.waiting().failed() == 0
        ? "All got 200"
        : String.format(
            Locale.ROOT,
            "%,d got 200; the others: %s",
            callers.waiting().expected(),
            HttpLoadTable.others(callers.waiting()));
  }

  private static String refusals(Refusals refusals, Size size, List<Goal> goals) {
    return title(Phase.REFUSALS)
        + line(
            "%,d callers took all places of the model and of its line. %,d more came, %s per second: p50 %s ms,"
                + "%nlongest %s ms.",
            refusals.holding(),
            refusals.answers().calls(),
            number(size.refusalRate()),
            Table.number(refusals.answers().p50()),
            Table.number(refusals.answers().max()))
        + "\n"
        + HttpLoadTable.of(goals);
  }

  private static String post(PostAtHalfLoad post, List<Goal> goals) {
    return title(Phase.POST)
        + line(
            "At full speed, %.0f prompts per second. At half of that rate, a caller waited %s ms (p50) or %s ms (p99),"
                + "%nwith the time of the servers. Medians of %d rounds.",
            post.median(each -> each.perSecond()),
            Table.number(post.median(each -> each.latency().p50())),
            Table.number(post.median(each -> each.latency().p99())),
            post.rounds().size())
        + "\n"
        + HttpLoadTable.of(goals);
  }

  private static String hostile(Hostile hostile, Size size, List<Goal> goals) {
    return title(Phase.HOSTILE)
        + line(
            "%,d connections of each kind, from %d addresses. After %.0f s, the service had closed all of them or the"
                + "%nclient gave up. The service had at most %,d of %,d descriptors open.",
            size.connections(),
            size.addresses(),
            hostile.seconds(),
            hostile.mostDescriptors(),
            hostile.descriptorLimit())
        + "\n| kind | refused | closed | stayed open | closed after (median / last) | last answers |\n"
        + "| --- | --- | --- | --- | --- | --- |\n"
        + hostile.attacks().stream().map(HttpLoadSection::row).collect(Collectors.joining())
        + "\n"
        + HttpLoadTable.of(goals)
        + line("%nThe calls of normal callers, %s per second of each kind:%n", number(size.rate()))
        + HttpLoadTable.of(hostile.meanwhile());
  }

  private static String row(Attacked attacked) {
    return line(
        "| %s | %,d | %,d | %,d | %s | %s |",
        attacked.attack().title(),
        attacked.refused(),
        attacked.closed(),
        attacked.stillOpen(),
        attacked.closed() == 0
            ? "-"
            : Table.number(attacked.medianSeconds())
                + " s / "
                + Table.number(attacked.lastSeconds())
                + " s",
        attacked.answers().entrySet().stream()
            .map(answer -> answer.getKey() + ": " + answer.getValue())
            .sorted()
            .collect(Collectors.joining(", ")));
  }

  private static String title(Phase phase) {
    return "\n### " + phase.title() + "\n\n";
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  private static String line(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values) + "\n";
  }
}
