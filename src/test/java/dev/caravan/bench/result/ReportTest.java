package dev.caravan.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final Machine MACHINE =
      new Machine("2026-01-01", "a processor", 2, 8, "Linux", "25", List.of("-Xmx1m"), "./it");

  private static Measured measured(String workload, String contestant, double... rates) {
    Percentiles none = new Percentiles(1, 2, 3);
    return new Measured(
        workload,
        contestant,
        Arrays.stream(rates)
            .mapToObj(rate -> new Sample(10, rate, none, null, 0.2, 5, 1.5, 2_000_000, 300_000_000))
            .toList(),
        new WarmUp(20, 0.05, 100),
        false);
  }

  private static Report report(Measured... measured) {
    return new Report(MACHINE, List.of(measured), null, Map.of());
  }

  @Test
  void a_ratio_compares_rounds_that_ran_next_to_each_other() {
    Measured caravan = measured("w", "caravan", 90, 50, 200);
    Report report = report(measured("w", "loop", 100, 50, 100), caravan);

    assertThat(report.ratio(caravan)).contains(new Spread(1.0, 0.9, 2.0));
  }

  @Test
  void there_is_no_ratio_if_the_loop_did_not_run() {
    Measured caravan = measured("w", "caravan", 90);

    assertThat(report(measured("other", "loop", 100), caravan).ratio(caravan)).isEmpty();
  }

  @Test
  void a_newer_run_replaces_only_the_same_workloads() {
    Report older = report(measured("a", "loop", 1), measured("b", "loop", 2));
    Report newer = report(measured("b", "loop", 3), measured("b", "caravan", 4));

    assertThat(older.with(newer).measured())
        .extracting(each -> each.workload() + each.contestant() + each.rounds().get(0).perSecond())
        .containsExactly("aloop1.0", "bloop3.0", "bcaravan4.0");
  }

  @Test
  void a_report_is_read_back_as_it_was_written() throws Exception {
    Report report = report(measured("w", "loop", 100), measured("w", "caravan", 90));

    assertThat(Report.JSON.readValue(Report.JSON.writeValueAsString(report), Report.class))
        .isEqualTo(report);
  }

  @Test
  void a_report_without_warm_ups_can_be_read() throws Exception {
    String older = "{\"measured\":[{\"workload\":\"w\",\"contestant\":\"loop\",\"rounds\":[]}]}";

    assertThat(Report.JSON.readValue(older, Report.class).measured())
        .containsExactly(new Measured("w", "loop", List.of(), null, false));
  }

  @Test
  void the_table_has_medians_with_their_spread_and_the_ratio_to_the_loop() {
    Report report =
        report(measured("w", "loop", 100, 120, 80), measured("w", "caravan", 50, 60, 40));

    assertThat(new Table(report, Map.of("caravan", "Caravan")).of("w").lines().toList())
        .hasSize(4)
        .element(3)
        .isEqualTo(
            "| Caravan | 50.0 [40.0-60.0] | 0.50 [0.50-0.50] | 1.00 / 2.00 / 3.00 | 0.20 | 5.00 |"
                + " 1.50 | 2.00 MB | 300 MB |");
  }

  @Test
  void a_contestant_without_a_jvm_has_no_allocation() {
    Sample sample = new Sample(10, 100, new Percentiles(1, 2, 3), null, 0.2, 4, 1.5, 0, 30_000_000);
    Report report = report(new Measured("w", "goloop", List.of(sample), null, false));

    assertThat(new Table(report, Map.of()).of("w")).endsWith(" | 1.50 | - | 30.0 MB |\n");
  }

  @Test
  void the_second_table_has_memory_start_and_what_is_left_out() {
    Sample sample =
        new Sample(
            10,
            100,
            new Percentiles(1, 2, 3),
            null,
            0.2,
            4,
            1.5,
            0,
            30_000_000,
            new Memory(20_000_000, 9_000_000),
            3);
    Report report =
        new Report(
            MACHINE,
            List.of(new Measured("w", "goloop", List.of(sample), null, false, 0.123)),
            null,
            Map.of(),
            Map.of("goloop", "dead letters"));

    assertThat(new ProcessTable(report, Map.of("goloop", "Go loop")).of("w").lines().toList())
        .hasSize(3)
        .element(2)
        .isEqualTo("| Go loop | 20.0 MB | 9.00 MB | 0.12 s | 3 of 10 | dead letters |");
  }

  @Test
  void an_older_report_has_no_second_table() {
    assertThat(new ProcessTable(report(measured("w", "loop", 100)), Map.of()).of("w")).isEmpty();
  }

  @Test
  void a_report_says_what_contestants_leave_out_after_it_is_read_back() throws Exception {
    Report report = new Report(MACHINE, List.of(), null, Map.of(), Map.of("bento", "claim"));

    assertThat(Report.JSON.readValue(Report.JSON.writeValueAsString(report), Report.class))
        .isEqualTo(report);
  }

  @Test
  void the_ratio_of_two_builds_compares_rounds_that_ran_next_to_each_other() {
    Report report =
        report(
            measured("a", "caravan", 90, 50, 200),
            measured("a", "other", 100, 50, 100),
            measured("b", "caravan", 90));

    assertThat(report.relativeToOther()).containsExactly(entry("a", new Spread(1.0, 0.9, 2.0)));
    assertThat(new Table(report, Map.of()).of("a"))
        .endsWith(" |\n\nCaravan relative to its other build: 1.00 [0.90-2.00]\n");
    assertThat(new Table(report, Map.of()).of("b")).endsWith(" |\n");
  }

  @Test
  void the_other_build_without_caravan_has_no_ratio() {
    Report report = report(measured("w", "loop", 100), measured("w", "other", 90));

    assertThat(report.relativeToOther()).isEmpty();
    assertThat(new Table(report, Map.of()).of("w")).doesNotContain("other build");
  }

  @Test
  void a_round_without_a_finished_prompt_has_no_ratio() {
    Measured caravan = measured("w", "caravan", 90, 0);
    Report report = report(measured("w", "loop", 100, 0), caravan, measured("w", "other", 0, 100));

    assertThat(report.ratio(caravan)).isEmpty();
    assertThat(report.relativeToOther()).isEmpty();
  }

  @Test
  void the_json_has_the_ratio_of_two_builds_if_both_ran() throws Exception {
    Report both = report(measured("w", "caravan", 90), measured("w", "other", 100));
    String json = Report.JSON.writeValueAsString(both);

    assertThat(Report.JSON.readTree(json).at("/relativeToOther/w/median").asDouble())
        .isEqualTo(0.9);
    assertThat(Report.JSON.readValue(json, Report.class)).isEqualTo(both);
    assertThat(Report.JSON.writeValueAsString(report(measured("w", "caravan", 90))))
        .doesNotContain("relativeToOther");
  }

  @Test
  void percentiles_are_of_all_values_in_milliseconds() {
    Percentiles percentiles =
        Percentiles.ofMicros(LongStream.rangeClosed(1, 100).map(n -> n * 1000));

    assertThat(percentiles.p50()).isCloseTo(50, org.assertj.core.data.Offset.offset(0.1));
    assertThat(percentiles.p99()).isCloseTo(99, org.assertj.core.data.Offset.offset(0.1));
  }

  @Test
  void a_negative_time_counts_as_zero() {
    assertThat(Percentiles.ofMicros(LongStream.of(-5, -1)).p99()).isZero();
  }
}
