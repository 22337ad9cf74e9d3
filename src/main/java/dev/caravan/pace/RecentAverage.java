package dev.caravan.pace;

/**
 * The average of the first samples, which then follows later ones exponentially. It knows no clock
 * and no thread.
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

  /** 0 if there was no sample yet. */
  double get() {
    return value;
  }
}
