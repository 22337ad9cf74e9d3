package dev.caravan.bench.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Who runs when in a round. A Williams design: after as many rounds as there are contestants (twice
 * as many where their number is odd) each has been in every place once, and has followed every
 * other equally often, so that what one leaves behind falls on all alike.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Crossover_study">Crossover studies</a>
 */
final class Order {

  private Order() {}

  /**
   * @param round from 0
   */
  static <T> List<T> of(List<T> all, int round) {
    int count = all.size();
    boolean odd = count % 2 == 1;
    int shift = odd ? round / 2 : round;
    List<T> order = new ArrayList<>(count);
    for (int place = 0; place < count; place++) {
      // 0, 1, -1, 2, -2: neighbours lie apart by every number once.
      int step = place % 2 == 1 ? (place + 1) / 2 : count - place / 2;
      order.add(all.get((step + shift) % count));
    }
    if (odd && round % 2 == 1) {
      Collections.reverse(order);
    }
    return order;
  }
}
