package dev.caravan.bench.soak;

import dev.caravan.bench.jvm.BenchFailedException;
import dev.caravan.bench.result.Spread;
import dev.caravan.bench.soak.SoakReport.Moment;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The medians of the first, the middle and the last fifth of a run, and the highest value. All of
 * them leave out the run's first tenth, in which a service is still warming up.
 */
public record Fifths(double start, double middle, double end, double most) {

  private static final int WARM_UP_AT_LEAST = 2;
  private static final int FIFTHS = 5;

  /** Fewer moments are not enough for a judgement. */
  static final int LEAST = WARM_UP_AT_LEAST + 3;

  /**
   * @throws BenchFailedException if there are too few moments for a judgement
   */
  public static Fifths of(List<Moment> moments, ToDoubleFunction<Moment> figure) {
    int warmUp = Math.max(WARM_UP_AT_LEAST, (moments.size() + 9) / 10);
    int left = moments.size() - warmUp;
    if (moments.size() < LEAST) {
      throw new BenchFailedException(
          "The service was measured %d times, but a judgement takes %d. Let the soak run longer."
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
