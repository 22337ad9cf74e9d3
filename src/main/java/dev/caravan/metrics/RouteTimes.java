package dev.caravan.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.SynchronizationRouteAware;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * Times one exchange in each route. Camel's own timers rely on a route policy, which Camel no
 * longer calls once it is stopping. They would miss the exchanges that a stop waits for, which are
 * the slowest.
 */
final class RouteTimes extends SynchronizationAdapter implements SynchronizationRouteAware {

  private final Meters meters;
  private final ModelCalls modelCalls;
  private final Deque<Long> begun = new ArrayDeque<>();

  RouteTimes(Meters meters, ModelCalls modelCalls) {
    this.meters = meters;
    this.modelCalls = modelCalls;
  }

  @Override
  public SynchronizationRouteAware getRouteSynchronization() {
    return this;
  }

  @Override
  public void onBeforeRoute(Route route, Exchange exchange) {
    begun.push(System.nanoTime());
  }

  @Override
  public void onAfterRoute(Route route, Exchange exchange) {
    Long begin = begun.poll();
    if (begin == null) {
      return;
    }
    Timer timer =
        meters.timer(Metric.ROUTE, route.getRouteId(), failed(exchange) ? "failed" : "ok");
    timer.record(Duration.ofNanos(System.nanoTime() - begin));
    modelCalls.answered(exchange);
  }

  private static boolean failed(Exchange exchange) {
    return exchange.isFailed()
        || exchange.getExchangeExtension().isFailureHandled()
        // The retries are exhausted; a later step throws the exception again.
        || exchange.getVariable("_exhausted") != null;
  }
}
