package dev.caravan.bench.start;

import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Spread;
import java.util.List;

/** A run of {@code ./caravan bench start}. */
public record StartReport(Machine machine, List<Start> starts) {

  /**
   * One JDK, with or without the trained archive.
   *
   * @param seconds from the start of the process to "Ready"
   * @param peakRss the highest resident memory until that moment, bytes
   * @param classes loaded until then
   * @param needless loaded classes that serving never needs: lint's and the catalogue's
   */
  public record Start(
      String java, boolean archive, List<Double> seconds, long peakRss, int classes, int needless) {

    public Spread spread() {
      return Spread.of(seconds.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }
}
