package dev.caravan.bench.http;

import dev.caravan.bench.result.Sample;
import dev.caravan.bench.result.Spread;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Rounds of {@code POST /generate} with a model that takes no time: first at full speed, then at
 * half of that rate.
 */
public record PostAtHalfLoad(List<Sample> rounds) {

  private static final double ADDED_P50_MS = 2.0;
  private static final double ADDED_P99_MS = 10;

  List<Goal> goals() {
    return List.of(
        Goal.atMost(
            Phase.POST, "added, p50", median(each -> each.added().p50()), "ms", ADDED_P50_MS),
        Goal.atMost(
            Phase.POST, "added, p99", median(each -> each.added().p99()), "ms", ADDED_P99_MS));
  }

  public double median(ToDoubleFunction<Sample> figure) {
    return Spread.of(rounds.stream().mapToDouble(figure).toArray()).median();
  }
}
