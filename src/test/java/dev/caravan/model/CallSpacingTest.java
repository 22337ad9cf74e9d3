package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CallSpacingTest {

  /** The default of CARAVAN_MODEL_MAX_CALLS. */
  private static final int MOST = 10;

  @Test
  void the_calls_of_a_prompt_span_more_than_two_hours_even_with_the_shortest_gaps() {
    Duration span =
        IntStream.range(1, MOST).mapToObj(CallSpacing::after).reduce(Duration.ZERO, Duration::plus);

    assertThat(span).isBetween(Duration.ofHours(2), Duration.ofHours(3));
  }

  @Test
  void an_outage_of_a_minute_leaves_half_of_the_calls() {
    Duration minute = Duration.ofMinutes(1);
    Duration passed = Duration.ZERO;
    int calls = 1;
    for (; passed.compareTo(minute) <= 0; calls++) {
      passed = passed.plus(CallSpacing.after(calls));
    }

    assertThat(calls - 1).isLessThanOrEqualTo(MOST / 2);
  }

  @Property
  void gaps_never_shrink_and_are_bounded(@ForAll @IntRange(min = 0, max = 1000) int calls) {
    assertThat(CallSpacing.after(calls + 1))
        .isGreaterThanOrEqualTo(CallSpacing.after(calls))
        .isLessThanOrEqualTo(CallSpacing.LONGEST);
  }

  @Test
  void the_first_calls_may_follow_each_other_at_once() {
    assertThat(IntStream.range(0, CallSpacing.CLOSE).mapToObj(CallSpacing::after))
        .allMatch(Duration::isZero);
    assertThat(CallSpacing.after(CallSpacing.CLOSE)).isEqualTo(CallSpacing.FIRST);
  }
}
