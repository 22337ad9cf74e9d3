package dev.caravan.bench.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The rounds of one contestant on one workload.
 *
 * @param warmUp null in reports from before warm-ups were recorded
 * @param atOnce whether the contestants ran at the same time instead of in turn
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Measured(
    String workload, String contestant, List<Sample> rounds, WarmUp warmUp, boolean atOnce) {

  public Spread of(ToDoubleFunction<Sample> figure) {
    return Spread.of(rounds.stream().mapToDouble(figure).toArray());
  }
}
