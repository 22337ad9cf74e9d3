package dev.caravan.bench.http;

import dev.caravan.bench.run.WarmUpRule;
import java.time.Duration;
import java.util.Map;

/**
 * How much a run does. Rates are calls per second.
 *
 * @param callers that call at once
 * @param paceMax model calls at once: {@code CARAVAN_PACE_MAX}
 * @param latencySeconds of the model while callers wait
 * @param rate of each kind of call that is answered at once
 * @param refusalRate of callers above the limit
 * @param refusalSeconds how long they call
 * @param postSeconds length of a round of {@code POST /generate} at full speed
 * @param postRounds number of these rounds
 * @param connections of each of the four attacks
 * @param addresses of the hostile client
 * @param openingRate connections that it opens per second, of all attacks together
 * @param hostileSeconds the longest time that hostile connections stay open
 * @param settings more variables of the service
 */
public record Size(
    int callers,
    int paceMax,
    double latencySeconds,
    double rate,
    double refusalRate,
    double refusalSeconds,
    double postSeconds,
    int postRounds,
    int connections,
    int addresses,
    double openingRate,
    double hostileSeconds,
    WarmUpRule warmUp,
    Map<String, String> settings) {

  public static final Size FULL =
      new Size(
          1_000,
          200,
          12,
          20,
          50,
          20,
          10,
          3,
          5_000,
          10,
          2_000,
          120,
          new WarmUpRule(5, 15, 180),
          Map.of());

  /** A few seconds, to check that the command works. */
  public static final Size QUICK =
      new Size(
          40, 16, 0.2, 10, 20, 0.5, 0.3, 1, 25, 2, 500, 3, new WarmUpRule(0.3, 0.3, 0.3), Map.of());

  Duration latency() {
    return Duration.ofMillis(Math.round(latencySeconds * 1_000));
  }

  /** The time until the last of the callers is answered, if nothing but the model takes time. */
  double waitSeconds() {
    return Math.ceil((double) callers / paceMax) * latencySeconds;
  }
}
