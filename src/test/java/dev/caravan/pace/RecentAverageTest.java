package dev.caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentAverageTest {

  private final RecentAverage average = new RecentAverage();

  @Test
  void the_first_five_samples_count_equally() {
    assertThat(average.get()).isZero();

    IntStream.rangeClosed(1, 5).forEach(average::add);

    assertThat(average.get()).isEqualTo(3, offset(1e-9));
  }

  @Test
  void a_later_sample_moves_it_by_two_parts_in_twenty_one() {
    IntStream.range(0, 5).forEach(n -> average.add(10));

    average.add(31);
    assertThat(average.get()).isEqualTo(12, offset(1e-9));
    average.add(12);
    assertThat(average.get()).isEqualTo(12, offset(1e-9));
  }

  @Test
  void it_reaches_a_new_level_within_fifty_samples() {
    IntStream.range(0, 5).forEach(n -> average.add(10));
    IntStream.range(0, 50).forEach(n -> average.add(20));

    assertThat(average.get()).isBetween(19.9, 20.0);
  }
}
