package dev.caravan.metrics;

/** Counts changes of the routes. */
public final class ReloadCount {

  private final Measures measures;

  public ReloadCount(Measures measures) {
    this.measures = measures;
  }

  /** Taken over. */
  public void ok() {
    measures.counter(Metric.RELOADS, "ok").increment();
  }

  /** Found wrong; what ran before runs. */
  public void rejected() {
    measures.counter(Metric.RELOADS, "rejected").increment();
  }
}
