package dev.caravan.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a status and a time mean. */
class OutcomesTest {

  @ParameterizedTest
  @CsvSource({
    "200, ok",
    "400, refused",
    "409, refused",
    "422, refused",
    "429, failed",
    "500, failed",
    "503, failed"
  })
  void a_status_is_ok_or_the_callers_fault_or_ours(int status, String outcome) {
    assertThat(Outcomes.outcome(status)).isEqualTo(outcome);
  }

  @Test
  void a_message_from_a_clock_ahead_of_ours_has_not_waited_less_than_nothing() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(new SentTime(now.minusMillis(250)).until(now)).isEqualTo(Duration.ofMillis(250));
    assertThat(new SentTime(now.plusMillis(250)).until(now)).isZero();
  }
}
