package dev.caravan.bench.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A contestant on a workload, round by round.
 *
 * @param warmUp null in reports of before it was noted
 * @param atOnce the contestants ran at the same time, not in turn
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Measured(
    String workload, String contestant, List<Sample> rounds, WarmUp warmUp, boolean atOnce) {

  public Spread of(ToDoubleFunction<Sample> figure) {
    return Spread.of(rounds.stream().mapToDouble(figure).toArray());
  }
}
