package dev.caravan.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class OrderTest {

  private static List<Integer> contestants(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  /** After this many rounds the orders repeat. */
  private static int rounds(int count) {
    return count % 2 == 0 ? count : 2 * count;
  }

  @Property(tries = 50)
  void each_runs_once_in_a_round(
      @ForAll @IntRange(min = 1, max = 7) int count, @ForAll @IntRange(max = 20) int round) {
    assertThat(Order.of(contestants(count), round))
        .containsExactlyInAnyOrderElementsOf(contestants(count));
  }

  @Property(tries = 20)
  void each_has_every_position(@ForAll @IntRange(min = 1, max = 7) int count) {
    for (int place = 0; place < count; place++) {
      Set<Integer> there = new HashSet<>();
      for (int round = 0; round < rounds(count); round++) {
        there.add(Order.of(contestants(count), round).get(place));
      }
      assertThat(there).hasSize(count);
    }
  }

  @Property(tries = 20)
  void each_follows_every_other_equally_often(@ForAll @IntRange(min = 2, max = 7) int count) {
    Map<String, Integer> followed = new TreeMap<>();
    for (int round = 0; round < rounds(count); round++) {
      List<Integer> order = Order.of(contestants(count), round);
      for (int place = 1; place < count; place++) {
        followed.merge(order.get(place - 1) + " then " + order.get(place), 1, Integer::sum);
      }
    }
    assertThat(followed).hasSize(count * (count - 1));
    assertThat(new HashSet<>(followed.values())).hasSize(1);
  }

  @Test
  void the_first_round_begins_with_the_first() {
    assertThat(Order.of(List.of("loop", "caravan", "camel"), 0))
        .containsExactly("loop", "caravan", "camel");
    assertThat(Order.of(List.of("loop", "caravan", "camel"), 1))
        .containsExactly("camel", "caravan", "loop");
  }
}
