package dev.caravan.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Reason;
import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GiveBackDelayTest {

  /** SQS hides a message for 12 hours at most. */
  private static final Duration SQS_LIMIT = Duration.ofHours(12);

  @Property
  void it_is_at_least_a_second_and_at_most_what_the_reason_allows(
      @ForAll Reason reason, @ForAll @IntRange(min = 0, max = 2000) int count, @ForAll long seed) {
    Duration delay = new GiveBackDelay(new Random(seed)).after(reason, count);

    assertThat(delay).isBetween(Duration.ofSeconds(1), longest(reason, count));
  }

  @Property
  void its_bound_never_shrinks_and_stays_far_below_the_limit_of_sqs(
      @ForAll Reason reason, @ForAll @IntRange(min = 1, max = 1000) int count) {
    assertThat(longest(reason, count + 1))
        .isGreaterThanOrEqualTo(longest(reason, count))
        .isLessThan(SQS_LIMIT);
  }

  @Property
  void a_message_that_no_worker_has_started_on_is_not_hidden(@ForAll int count) {
    assertThat(new GiveBackDelay(new Random(1)).after(null, count)).isZero();
  }

  @Property
  void a_quota_waits_longer_than_a_throttle(@ForAll @IntRange(min = 1, max = 6) int count) {
    assertThat(longest(Reason.QUOTA, count)).isGreaterThan(longest(Reason.THROTTLED, count));
  }

  private static Duration longest(Reason reason, int count) {
    return FailureTable.of(reason).giveBack().longest(count);
  }
}
