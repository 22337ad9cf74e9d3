package dev.caravan.metrics;

/** Counts changes of the routes. */
public final class ReloadCount {

  private final Meters meters;

  public ReloadCount(Meters meters) {
    this.meters = meters;
  }

  /** The changed routes were loaded. */
  public void ok() {
    meters.counter(Metric.RELOADS, "ok").increment();
  }

  /** The change had faults; the earlier routes keep running. */
  public void rejected() {
    meters.counter(Metric.RELOADS, "rejected").increment();
  }
}
