package dev.caravan.metrics;

import dev.caravan.pace.Lane;
import dev.caravan.pace.Pace;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/**
 * For each model, the maximum and the current number of calls in flight, and whether it is paused.
 * A model is shown from its first call or its first caller in line on.
 */
public final class PaceGauges {

  private final Meters meters;
  private final Pace pace;
  private final Set<String> shown = ConcurrentHashMap.newKeySet();

  public PaceGauges(Meters meters, Pace pace) {
    this.meters = meters;
    this.pace = pace;
  }

  void show(String model) {
    if (shown.add(model)) {
      meters.gauge(Metric.PACE_LIMIT, pace, all -> sum(all, model, Lane::limit), model);
      meters.gauge(Metric.PACE_INFLIGHT, pace, all -> sum(all, model, Lane::inFlight), model);
      meters.gauge(Metric.PACE_LINE, pace, all -> sum(all, model, Lane::inLine), model);
      meters.timer(Metric.PACE_WAIT, model, CallerWaits.End.ADMITTED.text());
      meters.gauge(Metric.PAUSED, pace, all -> paused(all, model), model);
    }
  }

  /** 1 if the model is paused in any region. */
  private static double paused(Pace pace, String model) {
    return Math.min(1, sum(pace, model, lane -> lane.paused().isPresent() ? 1 : 0));
  }

  /** The sum over the model's regions. */
  private static int sum(Pace pace, String model, ToIntFunction<Lane> what) {
    return pace.lanes().stream().filter(lane -> lane.model().equals(model)).mapToInt(what).sum();
  }
}
