package dev.caravan.bench.result;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** A contestant on a workload, round by round. */
public record Measured(String workload, String contestant, List<Sample> rounds) {

  public Spread of(ToDoubleFunction<Sample> figure) {
    return Spread.of(rounds.stream().mapToDouble(figure).toArray());
  }
}
