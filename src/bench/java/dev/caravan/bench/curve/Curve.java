package dev.caravan.bench.curve;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.caravan.bench.result.Percentiles;
import dev.caravan.bench.result.Spread;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One contestant from the start of its process. Work was there from the beginning.
 *
 * @param firstReceiveSeconds from the start of the process until it first asked SQS for messages
 * @param seconds one after another
 */
public record Curve(
    String workload, String contestant, double firstReceiveSeconds, List<Second> seconds) {

  /**
   * One second.
   *
   * @param prompts finished in it
   * @param added milliseconds that these prompts took in addition to the servers' time
   */
  public record Second(int prompts, Percentiles added) {}

  /**
   * One finished prompt, in microseconds.
   *
   * @param at since the start of the process
   * @param added to the servers' time
   */
  public record Finished(long at, long added) {}

  /** Sorts finished prompts into seconds; those after the end are left out. */
  public static List<Second> seconds(List<Finished> finished, int length) {
    List<List<Finished>> each =
        IntStream.range(0, length).<List<Finished>>mapToObj(n -> new ArrayList<>()).toList();
    finished.stream()
        .sorted(Comparator.comparingLong(Finished::at))
        .filter(prompt -> prompt.at() >= 0 && prompt.at() < length * 1_000_000L)
        .forEach(prompt -> each.get((int) (prompt.at() / 1_000_000)).add(prompt));
    return each.stream()
        .map(
            prompts ->
                new Second(
                    prompts.size(),
                    Percentiles.ofMicros(prompts.stream().mapToLong(Finished::added))))
        .toList();
  }

  /** Prompts per second at the end: the median of the last third. */
  @JsonProperty
  public double steady() {
    return Spread.of(
            seconds.stream().skip(seconds.size() * 2L / 3).mapToDouble(Second::prompts).toArray())
        .median();
  }

  /**
   * The share of the steady throughput, so many seconds after the first receive: the mean of the
   * five seconds around it, because a single second depends on chance.
   *
   * @return 0 if nothing was finished at the end
   */
  public double share(int after) {
    int middle = middle(after);
    double mean =
        seconds.stream()
            .skip(Math.max(0, middle - 3))
            .limit(5)
            .mapToInt(Second::prompts)
            .average()
            .orElse(0);
    return steady() == 0 ? 0 : mean / steady();
  }

  /** Whether the curve is long enough to have a share so many seconds after the first receive. */
  public boolean reaches(int after) {
    return middle(after) <= seconds.size();
  }

  private int middle(int after) {
    return (int) Math.ceil(firstReceiveSeconds) + after;
  }
}
