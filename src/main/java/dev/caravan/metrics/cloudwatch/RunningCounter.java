package dev.caravan.metrics.cloudwatch;

import io.micrometer.core.instrument.AbstractMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import java.util.concurrent.atomic.DoubleAdder;

/** Counts from the start; {@link Increase} computes the count of a minute from it. */
final class RunningCounter extends AbstractMeter implements Counter {

  private final DoubleAdder total = new DoubleAdder();

  RunningCounter(Meter.Id id) {
    super(id);
  }

  @Override
  public void increment(double amount) {
    total.add(amount);
  }

  @Override
  public double count() {
    return total.sum();
  }
}
