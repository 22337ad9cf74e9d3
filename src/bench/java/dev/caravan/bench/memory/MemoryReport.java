package dev.caravan.bench.memory;

import dev.caravan.bench.result.Machine;
import dev.caravan.bench.result.Spread;
import java.util.List;

/** A run of {@code ./caravan bench memory}. */
public record MemoryReport(Machine machine, int messages, double seconds, List<Moment> moments) {

  /**
   * @param done prompts stored so far
   * @param rss resident memory, bytes
   * @param heap in use, bytes, including garbage that the next collection will free
   */
  public record Moment(double second, long done, long rss, long heap) {}

  /** The median of the resident memory in one fifth of the run, in bytes; fifths count from 0. */
  public Spread rssInFifth(int fifth) {
    int from = moments.size() * fifth / 5;
    int to = Math.max(from + 1, moments.size() * (fifth + 1) / 5);
    return Spread.of(
        moments.subList(from, to).stream().mapToDouble(MemoryReport.Moment::rss).toArray());
  }
}
