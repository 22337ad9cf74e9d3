package dev.caravan.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverflowTest {

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "30, 30", "900, 900", "5000, 900", "2147483647, 900"})
  void a_message_comes_back_when_its_lane_may_have_worked_off_what_it_holds(
      int ahead, long seconds) {
    Overflow overflow = new Overflow(new Random(1));

    assertThat(Stream.generate(() -> overflow.hidden(ahead)).limit(1_000))
        .allMatch(hidden -> hidden.toMillis() >= 1)
        .allMatch(hidden -> hidden.compareTo(Duration.ofSeconds(seconds)) <= 0)
        .anyMatch(hidden -> hidden.compareTo(Duration.ofSeconds(seconds).dividedBy(2)) > 0);
  }
}
