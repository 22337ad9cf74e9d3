package dev.caravan.bench.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.bench.http.hostile.Attack;
import dev.caravan.bench.http.hostile.Attacked;
import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Percentiles;
import dev.caravan.bench.result.Report;
import dev.caravan.bench.result.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each figure is compared with its target. */
public class HttpLoadReportTest {

  private static final double MB = 1e6;

  @Test
  void figures_at_their_targets_are_met() throws Exception {
    HttpLoadReport report = good();

    assertThat(report.goals()).hasSizeGreaterThan(25).allSatisfy(goal -> assertMet(goal, true));
    assertThat(report.goals()).extracting(Goal::phase).contains(Phase.values());
    assertThat(Report.JSON.readValue(Report.JSON.writeValueAsString(report), HttpLoadReport.class))
        .isEqualTo(report);
  }

  @Test
  void figures_beyond_their_targets_are_not_met() {
    Answers slow = answers(99, Map.of("503", 1L), 101);
    HttpLoadReport report =
        HttpLoadReport.of(
            machine(),
            Size.FULL,
            new ManyCallers(slow, 80, 199, 0, (long) (601 * MB), meanwhile(slow)),
            new Refusals(400, answers(99, Map.of("200", 1L), 51), 98),
            post(2.1, 10.1),
            new Hostile(
                attacked(1, 6), 120, 0, (long) (101 * MB), 20_000, 20_000, false, meanwhile(slow)));

    assertThat(report.goals())
        .hasSameSizeAs(good().goals())
        .allSatisfy(goal -> assertMet(goal, false));
  }

  @Test
  void connections_that_stay_open_miss_their_deadline_although_none_was_closed_late() {
    Hostile hostile =
        new Hostile(
            attacked(100, -1_000),
            120,
            0,
            0,
            20_000,
            20_000,
            true,
            meanwhile(answers(1, Map.of(), 1)));

    assertThat(hostile.goals())
        .filteredOn(goal -> goal.what().endsWith("closed after"))
        .hasSize(Attack.values().length)
        .allSatisfy(goal -> assertMet(goal, false));
  }

  @Test
  void phases_that_did_not_run_have_no_goals_and_no_place_in_the_json() throws Exception {
    HttpLoadReport report = HttpLoadReport.of(machine(), Size.FULL, null, null, post(1, 2), null);

    assertThat(report.goals()).extracting(Goal::phase).containsOnly(Phase.POST);
    assertThat(Report.JSON.writeValueAsString(report)).doesNotContain("\"hostile\"");
  }

  @Test
  void a_table_shows_each_figure_beside_its_target() {
    assertThat(
            HttpLoadTable.of(
                List.of(
                    Goal.atMost(Phase.CALLERS, "peak RSS", 512.4, "MB", 600),
                    Goal.exactly(Phase.CALLERS, "callers answered", 999, 1_000))))
        .isEqualTo(
            """
            | | figure | target | |
            | --- | --- | --- | --- |
            | peak RSS | 512 MB | at most 600 MB | met |
            | callers answered | 999 | exactly 1,000 | **not met** |
            """);
    assertThat(
            HttpLoadTable.of(
                Map.of(Kind.PAGE, answers(99, Map.of("ConnectException", 2L, "503", 1L), 3.5))))
        .endsWith("| `GET /` | 102 | 1.00 | 3.50 | 3.50 | 503: 1, ConnectException: 2 |\n");
  }

  private static void assertMet(Goal goal, boolean met) {
    assertThat(goal.met()).as(goal.toString()).isEqualTo(met);
  }

  /** A report whose figures are exactly their targets. */
  public static HttpLoadReport good() {
    Answers quick = answers(1_000, Map.of(), 50);
    return HttpLoadReport.of(
        machine(),
        Size.FULL,
        new ManyCallers(
            answers(1_000, Map.of(), 60_000),
            61.5,
            200,
            (long) (300 * MB),
            (long) (600 * MB),
            meanwhile(quick)),
        new Refusals(400, quick, 1_000),
        post(2.0, 10),
        new Hostile(
            attacked(0, 5),
            80,
            (long) (300 * MB),
            (long) (400 * MB),
            12_000,
            20_000,
            true,
            meanwhile(answers(1_000, Map.of(), 100))));
  }

  private static Machine machine() {
    return new Machine(
        "2026-01-01", "it", 2, 8, "Linux", "17", List.of("-Xmx1m"), "./caravan bench http-load");
  }

  private static Answers answers(long expected, Map<String, Long> others, double p99) {
    long failed = others.values().stream().mapToLong(Long::longValue).sum();
    return new Answers(expected + failed, expected, others, 1, p99, p99);
  }

  private static Map<Kind, Answers> meanwhile(Answers each) {
    Map<Kind, Answers> all = new TreeMap<>();
    Arrays.stream(Kind.values()).forEach(kind -> all.put(kind, each));
    return all;
  }

  private static PostAtHalfLoad post(double p50, double p99) {
    return new PostAtHalfLoad(
        List.of(
            new Sample(
                3_000,
                300,
                new Percentiles(p50, p50, p99),
                new Percentiles(4, 9, 15),
                0,
                4,
                2,
                1,
                1)));
  }

  /**
   * @param late seconds after the deadline
   */
  private static List<Attacked> attacked(int stillOpen, double late) {
    return Arrays.stream(Attack.values())
        .map(
            attack ->
                new Attacked(
                    attack,
                    100,
                    0,
                    100 - stillOpen,
                    stillOpen,
                    Map.of("408", 100),
                    attack.deadlineSeconds(),
                    attack.deadlineSeconds() + late))
        .toList();
  }
}
