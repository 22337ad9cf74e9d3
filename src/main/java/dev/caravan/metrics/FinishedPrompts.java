package dev.caravan.metrics;

/** The number of prompts that are done or have failed, without those that were refused at once. */
public final class FinishedPrompts {

  private final Meters meters;

  public FinishedPrompts(Meters meters) {
    this.meters = meters;
  }

  public double count() {
    return meters.total(Metric.GENERATIONS, "done") + meters.total(Metric.GENERATIONS, "failed");
  }
}
