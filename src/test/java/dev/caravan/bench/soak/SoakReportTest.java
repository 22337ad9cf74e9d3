package dev.caravan.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Report;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakReportTest {

  @Test
  void a_report_is_read_back_as_it_was_written() throws Exception {
    SoakReport report =
        new SoakReport(
            new Machine("2026-01-01", "a processor", 2, 8, "Linux", "25", List.of(), "./it"),
            60,
            20,
            new Tally(10, 11, 18, 1, 1, 1, 2, 5),
            List.of(
                new SoakReport.Moment(30.5, 18, 26_000_000, 60, 200, 700, 350_000_000, 11_000)));

    assertThat(Report.JSON.readValue(Report.JSON.writeValueAsString(report), SoakReport.class))
        .isEqualTo(report);
  }

  @Test
  void a_long_run_is_measured_every_half_minute_and_a_short_one_at_least_six_times() {
    assertThat(Soak.sliceSeconds(3_600)).isEqualTo(30);
    assertThat(Soak.sliceSeconds(600)).isEqualTo(10);
    assertThat(Soak.sliceSeconds(60)).isEqualTo(5);
    assertThat(Soak.sliceSeconds(6)).isEqualTo(1);
  }

  @Test
  void a_time_series_is_a_line_that_is_not_a_comment() {
    assertThat(
            Meters.series(
                "# HELP a b\n# TYPE a counter\na{b=\"c d\"} 1.0\na{b=\"d\"} 2.0\ne 3E7\n\n"))
        .containsExactly("a{b=\"c d\"}", "a{b=\"d\"}", "e");
  }
}
