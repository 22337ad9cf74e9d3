package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LeaseTimesTest {

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
