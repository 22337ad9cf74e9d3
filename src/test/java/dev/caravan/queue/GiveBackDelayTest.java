package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Reason;
import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class GiveBackDelayTest {

  @Property
  void it_is_at_least_a_second_and_at_most_what_the_reason_allows(
      @ForAll Reason reason, @ForAll @IntRange(min = 0, max = 2000) int count, @ForAll long seed) {
    Duration delay = new GiveBackDelay(new Random(seed)).after(reason, count);

    assertThat(delay).isBetween(Duration.ofSeconds(1), GiveBackDelay.most(reason, count));
  }

  @Property
  void its_bound_never_shrinks_and_stays_far_below_the_limit_of_sqs(
      @ForAll Reason reason, @ForAll @IntRange(min = 1, max = 1000) int count) {
    assertThat(GiveBackDelay.most(reason, count + 1))
        .isGreaterThanOrEqualTo(GiveBackDelay.most(reason, count))
        .isLessThan(LeaseTimes.SQS_LIMIT);
  }

  @Property
  void what_nobody_has_started_is_not_hidden_at_all(@ForAll int count) {
    assertThat(new GiveBackDelay(new Random(1)).after(null, count)).isZero();
  }

  @Property
  void a_quota_waits_longer_than_a_throttle(@ForAll @IntRange(min = 1, max = 6) int count) {
    assertThat(GiveBackDelay.most(Reason.QUOTA, count))
        .isGreaterThan(GiveBackDelay.most(Reason.THROTTLED, count));
  }

  @Property
  void a_lease_never_asks_for_more_than_sqs_hides_a_message(
      @ForAll @IntRange(min = 0, max = 100_000) int wanted,
      @ForAll @IntRange(min = 0, max = 60_000) int age) {
    LeaseTimes times = new LeaseTimes(Duration.ofSeconds(120), Duration.ofHours(1));

    int asked = times.bounded(Duration.ofSeconds(wanted), 0, Duration.ofSeconds(age).toNanos());

    assertThat(asked).isBetween(0, wanted);
    assertThat((long) asked + age).isLessThanOrEqualTo(Math.max(age, 43_200L));
  }
}
