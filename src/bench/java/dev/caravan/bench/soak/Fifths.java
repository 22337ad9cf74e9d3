package dev.caravan.bench.soak;

import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.result.Spread;
import dev.caravan.bench.soak.SoakReport.Moment;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The medians of the first, the middle and the last fifth of a run, and the most there was; all
 * without the run's first tenth, in which a service is still warming up.
 */
public record Fifths(double start, double middle, double end, double most) {

  private static final int WARM_UP_AT_LEAST = 2;
  private static final int FIFTHS = 5;

  /** Fewer moments say nothing. */
  static final int LEAST = WARM_UP_AT_LEAST + 3;

  /**
   * @throws BenchFailedException where there are too few moments to say anything
   */
  public static Fifths of(List<Moment> moments, ToDoubleFunction<Moment> figure) {
    int warmUp = Math.max(WARM_UP_AT_LEAST, (moments.size() + 9) / 10);
    int left = moments.size() - warmUp;
    if (moments.size() < LEAST) {
      throw new BenchFailedException(
          "The service was looked at %d times; to judge it takes %d: let it run longer."
              .formatted(moments.size(), LEAST));
    }
    double[] values =
        moments.subList(warmUp, moments.size()).stream().mapToDouble(figure).toArray();
    int size = Math.max(1, left / FIFTHS);
    return new Fifths(
        median(values, 0, size),
        median(values, (left - size) / 2, size),
        median(values, left - size, size),
        Spread.of(values).most());
  }

  private static double median(double[] values, int from, int size) {
    return Spread.of(Arrays.copyOfRange(values, from, from + size)).median();
  }
}
