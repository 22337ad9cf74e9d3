package dev.caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.pace.Simulation.Calls;
import dev.caravan.pace.Simulation.Quota;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ThrottleLimitTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** Average duration of a simulated call. */
  private static final double USUAL = 8.5;

  @Property(tries = 200)
  void it_is_never_below_one_nor_above_the_most(
      @ForAll @IntRange(min = 1, max = 200) int start,
      @ForAll @IntRange(min = 1, max = 200) int max,
      @ForAll @Size(max = 400) List<Boolean> throttled) {
    ThrottleLimit limit = new ThrottleLimit(start, max);

    for (int n = 0; n < throttled.size(); n++) {
      assertThat(limit.getLimit()).isBetween(1, max);
      limit.onSample(n * SECOND, SECOND, limit.getLimit(), 0, throttled.get(n));
    }
  }

  @Property(tries = 40)
  void it_comes_near_a_quota_of_concurrent_calls_with_few_throttles(
      @ForAll @IntRange(min = 1, max = 90) int quota, @ForAll long seed) {
    Simulation simulation =
        new Simulation(new ThrottleLimit(20, 100), Quota.concurrent(quota), seed);

    simulation.run(Duration.ofMinutes(20));
    assertThat(simulation.throttled).isLessThan(200);

    simulation.run(Duration.ofHours(1));
    assertThat(simulation.answered).isGreaterThan((int) (0.8 * quota * 3600 / USUAL));
    assertThat(simulation.throttled).isLessThan(300);
  }

  @Property(tries = 40)
  void it_comes_near_a_quota_by_the_minute_with_few_throttles(
      @ForAll @IntRange(min = 1, max = 400) int quota, @ForAll long seed) {
    Simulation simulation =
        new Simulation(new ThrottleLimit(20, 100), Quota.perMinute(quota), seed);

    simulation.run(Duration.ofMinutes(20)).run(Duration.ofHours(1));

    assertThat(simulation.answered).isGreaterThan((int) (0.55 * quota * 60));
    assertThat(simulation.throttled).isLessThan(800);
  }

  @ParameterizedTest
  @EnumSource(Calls.class)
  void it_uses_most_of_any_quota_that_fills_steadily(Calls calls) {
    for (int quota = 1; quota <= 400; quota++) {
      Simulation simulation = simulate(1, Quota.steady(quota), calls, quota);

      assertThat(simulation.answered)
          .as("%d a minute", quota)
          .isGreaterThan((int) (0.84 * 60 * quota));
      if (calls == Calls.IMAGES) {
        assertThat(simulation.throttled).as("%d a minute", quota).isLessThan(200);
      }
    }
  }

  @Property(tries = 40)
  void several_instances_share_a_quota_that_fills_steadily(
      @ForAll @IntRange(min = 1, max = 400) int quota, @ForAll long seed) {
    Simulation simulation = simulate(3, Quota.steady(quota), Calls.IMAGES, seed);

    // Least at 60 a minute: the bucket holds only one call, and the instances meet.
    assertThat(simulation.answered).isGreaterThan((int) (0.35 * quota * 60));
    assertThat(simulation.throttled).isLessThan(1000);
  }

  @Property(tries = 40)
  void several_instances_share_a_quota_of_concurrent_calls(
      @ForAll @IntRange(min = 1, max = 90) int quota, @ForAll long seed) {
    Simulation simulation = simulate(3, Quota.concurrent(quota), Calls.IMAGES, seed);

    assertThat(simulation.answered).isGreaterThan((int) (0.75 * quota * 3600 / USUAL));
    assertThat(simulation.throttled).isLessThan(800);
  }

  private static Simulation simulate(int instances, Quota quota, Calls calls, long seed) {
    List<ThrottleLimit> limits =
        Stream.generate(() -> new ThrottleLimit(20, 100)).limit(instances).toList();
    return new Simulation(limits, quota, calls, seed)
        .run(Duration.ofMinutes(20))
        .run(Duration.ofHours(1));
  }

  @Property(tries = 40)
  void after_a_minute_of_throttles_it_is_back_within_a_round_for_each_place(
      @ForAll @IntRange(min = 1, max = 50) int quota, @ForAll long seed) {
    ThrottleLimit limit = new ThrottleLimit(20, 100);
    Duration before = Duration.ofMinutes(10);
    Simulation simulation =
        new Simulation(limit, Quota.concurrent(quota).butNone(before, before.plusMinutes(1)), seed);
    simulation.run(before);

    simulation.run(Duration.ofMinutes(1));
    assertThat(simulation.throttled).isLessThan(60);

    // A round takes 12 s at most; before the first the limit may have been resting.
    simulation.highest = 0;
    simulation.run(Duration.ofSeconds(15 + 12L * quota));
    assertThat(simulation.highest).isGreaterThanOrEqualTo(Math.max(1, quota * 8 / 10));
  }

  @Test
  void an_hour_without_answers_is_forgotten_within_minutes() {
    Duration before = Duration.ofMinutes(10);
    Quota quota = Quota.concurrent(10).butNone(before, before.plusHours(1));
    Simulation simulation = new Simulation(new ThrottleLimit(20, 100), quota, 1);
    simulation.run(before).run(Duration.ofHours(1));

    simulation.highest = 0;
    simulation.run(Duration.ofSeconds(150));
    assertThat(simulation.highest).isGreaterThanOrEqualTo(8);
  }

  @Test
  void an_hour_of_throttles_is_an_hour_of_probes_and_no_storm() {
    Simulation simulation = new Simulation(new ThrottleLimit(20, 100), (now, serving) -> false, 1);

    simulation.run(Duration.ofHours(1));

    assertThat(simulation.throttled).isBetween(200, 400);
    assertThat(simulation.lowest).isEqualTo(1);
  }

  @Test
  void a_burst_of_throttles_from_one_overload_is_one_fall() {
    ThrottleLimit limit = new ThrottleLimit(20, 100);

    for (int n = 0; n < 20; n++) {
      limit.onSample(n, SECOND + n, 20, 0, true);
    }
    assertThat(limit.getLimit()).isEqualTo(18);

    limit.onSample(2 * SECOND, SECOND, 18, 0, true);
    assertThat(limit.getLimit()).isEqualTo(17);
  }

  @Test
  void an_answer_to_a_call_from_before_a_fall_ends_no_rest() {
    ThrottleLimit limit = new ThrottleLimit(1, 100);
    limit.onSample(5 * SECOND, SECOND, 1, 0, true);

    limit.onSample(0, 8 * SECOND, 1, 0, false);
    assertThat(limit.restLeft(6 * SECOND)).isPositive();

    limit.onSample(7 * SECOND, 8 * SECOND, 1, 0, false);
    assertThat(limit.restLeft(6 * SECOND)).isZero();
  }

  @Test
  void calls_of_a_few_a_minute_are_spaced_by_more_than_their_duration() {
    ThrottleLimit limit = new ThrottleLimit(20, 100);
    Simulation simulation = new Simulation(limit, Quota.steady(2), 1).run(Duration.ofMinutes(30));

    long longest = 0;
    for (int second = 1; second <= 60; second++) {
      simulation.run(Duration.ofSeconds(1));
      long now = Duration.ofMinutes(30).plusSeconds(second).toNanos();
      longest = Math.max(longest, limit.queueWait(now, now));
    }

    assertThat(limit.getLimit()).isEqualTo(1);
    assertThat(longest).isBetween(25 * SECOND, 40 * SECOND);
  }

  @Test
  void a_load_that_is_not_used_does_not_rise() {
    ThrottleLimit limit = new ThrottleLimit(2, 100);
    limit.onSample(0, SECOND, 2, SECOND, false);
    limit.onSample(2 * SECOND, 0, 2, SECOND, true);
    long wait = limit.queueWait(3 * SECOND, 3 * SECOND);

    for (int n = 0; n < 1000; n++) {
      limit.onSample((3 + n) * SECOND, SECOND, 1, 10 * SECOND, false);
    }

    assertThat(limit.queueWait(3000 * SECOND, 3000 * SECOND)).isEqualTo(wait);
  }

  @Property(tries = 50)
  void latency_never_lowers_it(
      @ForAll @Size(max = 100) List<@LongRange(min = 1, max = 600) Long> seconds) {
    ThrottleLimit limit = new ThrottleLimit(20, 100);
    int before = limit.getLimit();

    for (long took : seconds) {
      limit.onSample(0, took * SECOND, limit.getLimit(), 0, false);
      assertThat(limit.getLimit()).isGreaterThanOrEqualTo(before);
      before = limit.getLimit();
    }
  }

  @Test
  void it_rises_by_one_a_round_and_only_while_it_is_used() {
    ThrottleLimit limit = new ThrottleLimit(20, 100);

    for (int n = 0; n < 1000; n++) {
      limit.onSample(n, SECOND, 9, 0, false);
    }
    assertThat(limit.getLimit()).isEqualTo(20);

    for (int n = 0; n < 21; n++) {
      limit.onSample(n, SECOND, 20, 0, false);
    }
    assertThat(limit.getLimit()).isEqualTo(21);
  }

  @Test
  void at_one_it_rests_longer_and_longer_until_a_probe_is_answered() {
    ThrottleLimit limit = new ThrottleLimit(1, 100);
    assertThat(limit.restLeft(-SECOND)).isZero();

    long now = -100 * SECOND;
    for (int seconds : new int[] {1, 2, 4, 8, 15, 15}) {
      limit.onSample(now, 0, 1, 0, true);
      assertThat(limit.restLeft(now)).isEqualTo(seconds * SECOND);
      now += seconds * SECOND;
      assertThat(limit.restLeft(now)).isZero();
    }

    limit.onSample(now, SECOND, 1, 0, false);
    assertThat(limit.restLeft(now)).isZero();
    assertThat(limit.getLimit()).isEqualTo(1);
  }
}
