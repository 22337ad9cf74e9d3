package dev.caravan.metrics;

import dev.caravan.generation.Source;

/** Counts prompts that callers took back. No exchange of theirs ends in a way that shows it. */
public final class Cancellations {

  private final Meters meters;

  public Cancellations(Meters meters) {
    this.meters = meters;
  }

  /**
   * @param source the entrance of the prompt
   */
  public void count(Source source) {
    meters.counter(Metric.GENERATIONS, "cancelled", "NONE", source.text()).increment();
  }
}
