package dev.caravan.metrics.cloudwatch;

import java.util.function.DoubleSupplier;

/** The increase of a growing total since the last call. */
final class Increase {

  private final DoubleSupplier total;
  private double reported;

  Increase(DoubleSupplier total) {
    this.total = total;
  }

  /** Never negative. If the total started again from zero, the increase is its new value. */
  synchronized double next() {
    double now = total.getAsDouble();
    double grown = now < reported ? now : now - reported;
    reported = now;
    return grown;
  }
}
