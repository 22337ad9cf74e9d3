package dev.caravan.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void the_median_of_an_odd_number_is_the_middle_one() {
    assertThat(Spread.of(9, 1, 4)).isEqualTo(new Spread(4, 1, 9));
  }

  @Test
  void the_median_of_an_even_number_is_between_the_middle_two() {
    assertThat(Spread.of(8, 1, 2, 4)).isEqualTo(new Spread(3, 1, 8));
  }

  @Test
  void there_is_no_median_of_nothing() {
    assertThatThrownBy(() -> Spread.of()).hasMessageContaining("median of nothing");
  }

  @Property(tries = 100)
  void half_of_the_values_are_on_each_side_of_the_median(
      @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = 0, max = 1e6) Double> values) {
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    Spread spread = Spread.of(all);

    assertThat(Arrays.stream(all).filter(value -> value < spread.median()).count())
        .isLessThanOrEqualTo(all.length / 2);
    assertThat(Arrays.stream(all).filter(value -> value > spread.median()).count())
        .isLessThanOrEqualTo(all.length / 2);
  }
}
