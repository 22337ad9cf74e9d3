package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class QueueEntranceTest {

  private static final int MOST_MESSAGES = 10;
  private static final int MOST_BYTES = 262_144;

  @Property(tries = 300)
  void every_message_is_in_exactly_one_batch_and_no_batch_is_too_large(
      @ForAll("bodies") List<String> bodies) {
    List<String> sent = new ArrayList<>();
    for (int from = 0; from < bodies.size(); ) {
      int to = QueueEntrance.endOfBatch(bodies, from);

      List<String> batch = bodies.subList(from, to);
      assertThat(batch).hasSizeBetween(1, MOST_MESSAGES);
      assertThat(batch.size() == 1 || bytes(batch) <= MOST_BYTES).isTrue();
      sent.addAll(batch);
      from = to;
    }
    assertThat(sent).isEqualTo(bodies);
  }

  @Property(tries = 300)
  void no_batch_leaves_out_a_message_that_would_have_fitted(@ForAll("bodies") List<String> bodies) {
    for (int from = 0; from < bodies.size(); ) {
      int to = QueueEntrance.endOfBatch(bodies, from);

      if (to < bodies.size() && to - from < MOST_MESSAGES) {
        assertThat(bytes(bodies.subList(from, to + 1))).isGreaterThan(MOST_BYTES);
      }
      from = to;
    }
  }

  @Test
  void ten_small_messages_are_one_batch_and_the_eleventh_is_in_the_next() {
    assertThat(QueueEntrance.endOfBatch(Collections.nCopies(11, "a lake"), 0)).isEqualTo(10);
    assertThat(QueueEntrance.endOfBatch(Collections.nCopies(11, "a lake"), 10)).isEqualTo(11);
  }

  @Test
  void a_batch_may_be_full_to_the_last_byte() {
    String half = "x".repeat(MOST_BYTES / 2);

    assertThat(QueueEntrance.endOfBatch(List.of(half, half), 0)).isEqualTo(2);
    assertThat(QueueEntrance.endOfBatch(List.of(half, half + "x"), 0)).isEqualTo(1);
  }

  @Test
  void bytes_are_counted_and_not_characters() {
    String third = "湖".repeat(MOST_BYTES / 9);

    assertThat(QueueEntrance.endOfBatch(Collections.nCopies(4, third), 0)).isEqualTo(3);
  }

  @Test
  void a_message_that_is_too_large_is_sent_alone_so_that_only_it_fails() {
    String large = "x".repeat(MOST_BYTES + 1);

    assertThat(QueueEntrance.endOfBatch(List.of(large, "a lake"), 0)).isEqualTo(1);
    assertThat(QueueEntrance.endOfBatch(List.of("a lake", large), 0)).isEqualTo(1);
  }

  @Provide
  Arbitrary<List<String>> bodies() {
    Arbitrary<Integer> sizes =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(0, 100)),
            Tuple.of(3, Arbitraries.integers().between(10_000, 60_000)),
            Tuple.of(1, Arbitraries.integers().between(80_000, 100_000)));
    return sizes.map("湖"::repeat).list().ofMaxSize(40);
  }

  private static int bytes(List<String> batch) {
    return batch.stream().mapToInt(body -> body.getBytes(StandardCharsets.UTF_8).length).sum();
  }
}
