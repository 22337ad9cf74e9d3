package dev.caravan.bench.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.caravan.bench.result.Percentiles;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CurveTest {

  @Test
  void prompts_count_in_the_second_in_which_they_were_finished() {
    List<Curve.Second> seconds =
        Curve.seconds(
            List.of(
                new Curve.Finished(1_999_999, 3_000),
                new Curve.Finished(0, 1_000),
                new Curve.Finished(1_000_000, 2_000),
                new Curve.Finished(2_000_000, 9_000),
                new Curve.Finished(-1, 9_000)),
            2);

    assertThat(seconds).extracting(Curve.Second::prompts).containsExactly(1, 2);
    assertThat(seconds.get(0).added().p99()).isCloseTo(1, offset(0.01));
    assertThat(seconds.get(1).added().p99()).isCloseTo(3, offset(0.01));
  }

  @Test
  void steady_is_the_median_of_the_last_third() {
    assertThat(curve(0, 1, 1, 1, 1, 1, 1, 10, 30, 20).steady()).isEqualTo(20);
  }

  @Test
  void a_share_is_the_mean_of_five_seconds_after_the_first_receive() {
    // The first receive is in second 2, so the fifth second after it is from 6 to 7.
    assertThat(curve(1.4, 0, 0, 0, 0, 10, 20, 30, 40, 50, 100, 100, 100, 100, 100).share(5))
        .isEqualTo(0.3);
  }

  @Test
  void a_contestant_that_finished_nothing_has_no_share() {
    assertThat(curve(1, 0, 0, 0).share(1)).isZero();
  }

  @Test
  void a_moment_after_the_end_has_no_share_in_the_table() {
    assertThat(CurveTable.of(List.of(curve(1, 5, 5, 5, 5, 5, 5)), Map.of()))
        .contains("| caravan | 1.00 s | 100 % | 100 % | - | - | 5.00 |");
  }

  private static Curve curve(double firstReceive, int... prompts) {
    return new Curve(
        "w",
        "caravan",
        firstReceive,
        IntStream.of(prompts)
            .mapToObj(n -> new Curve.Second(n, new Percentiles(1, 2, 3)))
            .toList());
  }
}
