package dev.caravan.metrics;

import java.util.function.BooleanSupplier;

/** Shows whether this instance runs the active route set. */
public final class RouteSetGauge {

  private final Meters meters;

  public RouteSetGauge(Meters meters) {
    this.meters = meters;
  }

  /**
   * @param refused true while the active set can't be used
   */
  public void show(BooleanSupplier refused) {
    meters.gauge(Metric.ROUTES_REJECTED, refused, each -> each.getAsBoolean() ? 1 : 0);
  }
}
