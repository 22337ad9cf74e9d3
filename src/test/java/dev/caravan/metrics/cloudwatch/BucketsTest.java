package dev.caravan.metrics.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

/** The buckets' arithmetic. */
class BucketsTest {

  /** The square root of 1.1, less one. */
  private static final double BOUND = 0.0489;

  private static final double DAYS_14 = 14 * 24 * 3600 * 1000.0;

  @Property
  void a_value_is_less_than_five_percent_off(
      @ForAll @DoubleRange(min = 1, max = DAYS_14) double millis) {
    double shown = Buckets.value(Buckets.of(millis));

    assertThat(Math.abs(shown - millis) / millis).isLessThanOrEqualTo(BOUND);
  }

  @Property
  void so_is_one_at_the_edge_of_a_bucket(@ForAll @DoubleRange(min = 0, max = 219) double exponent) {
    double edge = Math.pow(1.1, Math.floor(exponent));

    assertThat(Math.abs(Buckets.value(Buckets.of(edge)) - edge) / edge).isLessThanOrEqualTo(BOUND);
  }

  @Property
  void a_longer_duration_never_shows_shorter(
      @ForAll @DoubleRange(min = 0, max = 1e10) double one,
      @ForAll @DoubleRange(min = 0, max = 1e10) double other) {
    assertThat(Buckets.of(Math.min(one, other)))
        .isLessThanOrEqualTo(Buckets.of(Math.max(one, other)));
  }

  @Property
  void every_duration_has_a_bucket(@ForAll @DoubleRange(min = 0, max = 1e18) double millis) {
    assertThat(Buckets.of(millis)).isBetween(0, Buckets.COUNT - 1);
  }

  @Example
  void values_grow_by_a_tenth_and_fall_into_their_own_buckets() {
    for (int bucket = 0; bucket < Buckets.COUNT; bucket++) {
      assertThat(Buckets.of(Buckets.value(bucket))).isEqualTo(bucket);
      if (bucket > 1) {
        assertThat(Buckets.value(bucket) / Buckets.value(bucket - 1)).isBetween(1.0999, 1.1001);
      }
    }
  }

  @Example
  void what_is_shorter_or_longer_than_all_falls_into_the_first_or_the_last() {
    assertThat(Buckets.of(0)).isZero();
    assertThat(Buckets.of(0.999)).isZero();
    assertThat(Buckets.of(1)).isEqualTo(1);
    assertThat(Buckets.of(Double.MAX_VALUE)).isEqualTo(Buckets.COUNT - 1);
    assertThat(Buckets.value(Buckets.COUNT - 1)).isGreaterThan(DAYS_14);
  }
}
