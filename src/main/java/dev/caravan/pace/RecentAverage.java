package dev.caravan.pace;

/**
 * An average: the plain mean of the first samples, then an exponential moving average. It uses no
 * clock and no thread.
 */
final class RecentAverage {

  private static final int FIRST = 5;
  private static final double WEIGHT_OF_NEWEST = 2.0 / 21;

  private int count;
  private double value;

  void add(double sample) {
    count = Math.min(FIRST + 1, count + 1);
    double weight = count <= FIRST ? 1.0 / count : WEIGHT_OF_NEWEST;
    value += (sample - value) * weight;
  }

  /** 0 if there is no sample yet. */
  double get() {
    return value;
  }
}
