package dev.caravan.metrics.cloudwatch;

import java.util.function.DoubleSupplier;

/** What a total that only grows has grown by since it was last asked. */
final class Increase {

  private final DoubleSupplier total;
  private double reported;

  Increase(DoubleSupplier total) {
    this.total = total;
  }

  /** Never negative; a total that began anew has grown by what it is now. */
  synchronized double next() {
    double now = total.getAsDouble();
    double grown = now < reported ? now : now - reported;
    reported = now;
    return grown;
  }
}
