package dev.caravan.bench.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The order of contestants in a round. It is a Williams design: after as many rounds as there are
 * contestants (twice as many if their number is odd), each has had every position once and has
 * followed every other equally often. So the effects that one contestant leaves behind are shared
 * equally.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Crossover_study">Crossover studies</a>
 */
final class Order {

  private Order() {}

  /**
   * @param round counts from 0
   */
  static <T> List<T> of(List<T> all, int round) {
    int count = all.size();
    boolean odd = count % 2 == 1;
    int shift = odd ? round / 2 : round;
    List<T> order = new ArrayList<>(count);
    for (int place = 0; place < count; place++) {
      // 0, 1, -1, 2, -2: each difference between neighbours occurs once.
      int step = place % 2 == 1 ? (place + 1) / 2 : count - place / 2;
      order.add(all.get((step + shift) % count));
    }
    if (odd && round % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }
}
