package dev.caravan.bench.soak;

import dev.caravan.bench.result.Machine;
import java.util.Arrays;
import java.util.List;

/**
 * A run of {@code ./caravan bench soak}.
 *
 * @param perSecond prompts sent while a slice ran, queue and HTTP together
 */
public record SoakReport(
    Machine machine, double minutes, double perSecond, Tally tally, List<Moment> moments) {

  /**
   * The service at a moment when all prompts sent to it were done.
   *
   * @param second since the load began
   * @param done prompts stored so far
   * @param heap in use after a collection, bytes
   * @param handles open files and sockets
   * @param meters time series at /observe/metrics
   * @param rss resident memory, bytes
   * @param classes loaded classes
   */
  public record Moment(
      double second,
      long done,
      long heap,
      int threads,
      long handles,
      long meters,
      long rss,
      int classes) {}

  /** How each judged figure changed. */
  public List<Growth> growths() {
    return Arrays.stream(Watched.values()).map(watched -> Growth.of(watched, moments)).toList();
  }

  /** The figures that grew; empty after a good run. */
  public List<Growth> leaks() {
    return growths().stream().filter(Growth::isLeak).toList();
  }
}
