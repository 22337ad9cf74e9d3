package dev.caravan.bench.start;

import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Spread;
import java.util.List;

/** A run of {@code ./caravan bench start}. */
public record StartReport(Machine machine, List<Start> starts) {

  /**
   * One JDK, with the trained archive or without.
   *
   * @param seconds from the start of the process to "Ready"
   * @param peakRss bytes, at that moment, at most
   * @param classes loaded by then
   * @param needless classes of them that serving never needs: lint's and the catalogue's
   */
  public record Start(
      String java, boolean archive, List<Double> seconds, long peakRss, int classes, int needless) {

    public Spread spread() {
      return Spread.of(seconds.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }
}
