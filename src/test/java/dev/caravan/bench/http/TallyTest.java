package dev.caravan.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TallyTest {

  @Test
  void answers_are_counted_by_status_and_failures_by_kind_and_all_are_timed() {
    Tally tally = new Tally(200);
    for (int n = 1; n <= 97; n++) {
      tally.add(new Answer(200, null, null, 1_000));
    }
    tally.add(new Answer(503, "1", null, 2_000));
    tally.add(new Answer(0, null, "ConnectException", 3_000));
    tally.add(new Answer(0, null, "ConnectException", 10_000_000));

    Answers answers = tally.answers();

    assertThat(answers.calls()).isEqualTo(100);
    assertThat(answers.expected()).isEqualTo(97);
    assertThat(answers.failed()).isEqualTo(3);
    assertThat(answers.others()).isEqualTo(Map.of("503", 1L, "ConnectException", 2L));
    assertThat(answers.p50()).isCloseTo(1, within(0.01));
    assertThat(answers.p99()).isCloseTo(3, within(0.01));
    assertThat(answers.max()).isCloseTo(10_000, within(20.0));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {"1,true", "60,true", "0,false", "-1,false", "1.5,false", "soon,false", "none,false"})
  void retry_after_is_a_whole_number_of_seconds_from_1(String header, boolean valid) {
    assertThat(new Answer(429, header, null, 1).hasRetryAfter()).isEqualTo(valid);
  }
}
