package dev.caravan.bench.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The rounds of one contestant on one workload.
 *
 * @param warmUp null in reports from before warm-ups were recorded
 * @param atOnce whether the contestants ran at the same time instead of in turn
 * @param firstReceiveSeconds from the start of the process until it first asks SQS for messages;
 *     null in reports from before it was measured
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Measured(
    String workload,
    String contestant,
    List<Sample> rounds,
    WarmUp warmUp,
    boolean atOnce,
    Double firstReceiveSeconds) {

  /** The rounds of a contestant whose start was not measured. */
  public Measured(
      String workload, String contestant, List<Sample> rounds, WarmUp warmUp, boolean atOnce) {
    this(workload, contestant, rounds, warmUp, atOnce, null);
  }

  public Spread of(ToDoubleFunction<Sample> figure) {
    return Spread.of(rounds.stream().mapToDouble(figure).toArray());
  }

  /**
   * Throughput relative to another contestant's, in each round that both ran.
   *
   * @return empty if the other contestant finished no prompt in one of these rounds
   */
  Optional<Spread> relativeTo(Measured other) {
    double[] ratios =
        IntStream.range(0, Math.min(rounds.size(), other.rounds.size()))
            .mapToDouble(n -> rounds.get(n).perSecond() / other.rounds.get(n).perSecond())
            .toArray();
    return Arrays.stream(ratios).allMatch(Double::isFinite)
        ? Optional.of(Spread.of(ratios))
        : Optional.empty();
  }
}
