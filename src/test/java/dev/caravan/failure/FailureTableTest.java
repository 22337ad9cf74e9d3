package dev.caravan.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;
import dev.caravan.generation.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTableTest {

  @Test
  void every_reason_has_one_row_in_the_same_order() {
    assertThat(FailureTable.rows())
        .extracting(FailureRow::reason)
        .containsExactlyElementsOf(Arrays.asList(Reason.values()));
  }

  @ParameterizedTest
  @EnumSource
  void every_row_is_consistent(Reason reason) {
    FailureRow row = FailureTable.of(reason);

    assertThat(row.reason()).isEqualTo(reason);
    assertThat(row.meaning()).isNotBlank().endsWith(".").doesNotContain("\n");
    assertThat(row.toCallers()).isNotBlank().endsWith(".").doesNotContain("\n");
    assertThat(row.status()).isBetween(400, 599);
    assertThat(row.pausing().inARow()).isPositive();
    if (row.isFinal()) {
      assertThat(row.retry()).as("final: a retry would only cost").isEqualTo(FailureRow.Retry.NONE);
      assertThat(row.pausing().what()).isEqualTo(FailureRow.Paused.NOTHING);
    }
    assertThat(row.outcome() == FailureRow.Outcome.REFUSED)
        .as("the sender's fault is counted as refused")
        .isEqualTo(row.fixedBy() == FailureRow.FixedBy.SENDER);
    assertThat(row.status() < 500 && row.status() != 429)
        .as("the sender's fault is a 4xx")
        .isEqualTo(row.fixedBy() == FailureRow.FixedBy.SENDER);
  }

  /** What users rely on, independent of how the table says it. Delays are in seconds. */
  @ParameterizedTest
  @CsvSource({
    // reason, final, billed, tries of 1, tries of 5, first delay, longest delay, pauses, in a row,
    // ready, status, outcome, lane
    "INVALID_PROMPT,    AT_ONCE,           MAY_BE_BILLED, 1, 1, 5,    900,  NOTHING, 1, READY,    "
        + " 422, refused, UNCHANGED",
    "CONTENT_BLOCKED,   AT_ONCE,           MAY_BE_BILLED, 1, 1, 5,    900,  NOTHING, 1, READY,    "
        + " 422, refused, UNCHANGED",
    "REFUSED,           NEVER,             NOT_BILLED,    1, 1, 5,    900,  NOTHING, 1, READY,    "
        + " 422, refused, UNCHANGED",
    "THROTTLED,         NEVER,             NOT_BILLED,    1, 5, 2,    900,  NOTHING, 1, READY,    "
        + " 429, failed,  SLOWED",
    "MODEL_UNAVAILABLE, NEVER,             MAY_BE_BILLED, 1, 5, 2,    900,  LANE,    5, READY,    "
        + " 502, failed,  UNCHANGED",
    "MODEL_TIMEOUT,     AT_SECOND_RECEIVE, MAY_BE_BILLED, 1, 2, 10,   900,  NOTHING, 1, READY,    "
        + " 504, failed,  UNCHANGED",
    "QUOTA,             NEVER,             NOT_BILLED,    1, 1, 5,    900,  LANE,    1, READY,    "
        + " 503, failed,  UNCHANGED",
    "MODEL_UNUSABLE,    ONCE_ANSWERED,     NOT_BILLED,    2, 2, 5,    900,  LANE,    1, READY,    "
        + " 503, failed,  UNCHANGED",
    "STORE,             NEVER,             MAY_BE_BILLED, 1, 5, 5,    900,  QUEUE,   1, NOT_READY,"
        + " 503, failed,  UNCHANGED",
    "QUEUE,             NEVER,             NOT_BILLED,    1, 1, 5,    900,  NOTHING, 1, READY,    "
        + " 503, failed,  UNCHANGED",
    "EXPIRED,           AT_ONCE,           NOT_BILLED,    1, 1, 5,    900,  NOTHING, 1, READY,    "
        + " 504, failed,  UNCHANGED",
    "UNEXPECTED,        AT_THIRD_ATTEMPT,  MAY_BE_BILLED, 1, 1, 5,    900,  NOTHING, 1, READY,    "
        + " 500, failed,  UNCHANGED"
  })
  void each_reason_has_the_promised_consequences(
      Reason reason,
      FailureRow.Ends ends,
      FailureRow.Billing billing,
      int triesOfOne,
      int triesOfFive,
      long firstDelay,
      long longestDelay,
      FailureRow.Paused paused,
      int inARow,
      FailureRow.Readiness readiness,
      int status,
      String outcome,
      FailureRow.Lane lane) {
    FailureRow row = FailureTable.of(reason);

    assertThat(row.ends()).isEqualTo(ends);
    assertThat(row.billing()).isEqualTo(billing);
    assertThat(row.retry().tries(1)).isEqualTo(triesOfOne);
    assertThat(row.retry().tries(5)).isEqualTo(triesOfFive);
    assertThat(row.giveBack().longest(1)).hasSeconds(firstDelay);
    assertThat(row.giveBack().longest(100)).hasSeconds(longestDelay);
    assertThat(row.pausing().what()).isEqualTo(paused);
    assertThat(row.pausing().inARow()).isEqualTo(inARow);
    assertThat(row.pausing().readiness()).isEqualTo(readiness);
    assertThat(row.status()).isEqualTo(status);
    assertThat(row.outcome().text()).isEqualTo(outcome);
    assertThat(row.lane()).isEqualTo(lane);
  }

  @ParameterizedTest
  @EnumSource
  void only_a_failed_generation_with_a_final_reason_is_refused(Reason reason) {
    Failure failure = new Failure(reason, "why", Instant.EPOCH);
    Generation accepted =
        Generation.accepted(
            new GenerationId("g-1"),
            Source.QUEUE,
            new Prompt("a lake", null, null, null, null, null),
            "msg-1",
            Instant.EPOCH);
    boolean forGood = reason == Reason.INVALID_PROMPT || reason == Reason.CONTENT_BLOCKED;

    assertThat(FailureTable.isRefused(accepted.failed(failure))).isEqualTo(forGood);
    assertThat(FailureTable.isRefused(accepted.released(failure))).as("given back").isFalse();
    assertThat(FailureTable.isRefused(accepted)).as("not tried yet").isFalse();
  }

  @Test
  void a_delay_outside_of_its_bounds_is_refused() {
    assertThatThrownBy(() -> new FailureRow.GiveBack(Duration.ZERO, Duration.ofSeconds(5)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FailureRow.GiveBack(Duration.ofSeconds(5), Duration.ofSeconds(4)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void an_exception_of_ours_may_be_stricter_than_its_row(Reason reason) {
    ReasonedException gaveUp =
        new ReasonedException(reason, "given up", null) {
          @Override
          public boolean isFinal() {
            return true;
          }
        };
    Verdict verdict = new Classifier(FailureRules.ALL).classify(gaveUp);

    assertThat(verdict.isFinal(0)).isTrue();
    assertThat(verdict.mayBeRetried()).isFalse();
    assertThat(verdict.isRefusedOutright()).as("no call to take back").isFalse();
  }
}
