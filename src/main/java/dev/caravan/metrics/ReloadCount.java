package dev.caravan.metrics;

/** Counts changes of the routes. */
public final class ReloadCount {

  private final Meters meters;

  public ReloadCount(Meters meters) {
    this.meters = meters;
  }

  /** Taken over. */
  public void ok() {
    meters.counter(Metric.RELOADS, "ok").increment();
  }

  /** Found wrong; what ran before runs. */
  public void rejected() {
    meters.counter(Metric.RELOADS, "rejected").increment();
  }
}
