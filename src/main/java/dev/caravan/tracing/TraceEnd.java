package dev.caravan.tracing;

import dev.caravan.failure.FailedGeneration;
import dev.caravan.generation.Failure;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.SynchronizationRouteAware;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.MDC;

/**
 * Ends the trace that {@link TraceStart} began, at the end of the route in which the exchange
 * arrived. The exchange's completion is no use for this, because exchanges of HTTP complete on
 * another thread; nor is a route policy, because Camel calls none while it stops.
 */
final class TraceEnd extends SynchronizationAdapter implements SynchronizationRouteAware {

  private static final int SERVER_ERROR = 500;

  private final Traces traces;
  private final CurrentSpan passage;
  private final TraceSpan span;

  TraceEnd(Traces traces, CurrentSpan passage, TraceSpan span) {
    this.traces = traces;
    this.passage = passage;
    this.span = span;
  }

  @Override
  public SynchronizationRouteAware getRouteSynchronization() {
    return this;
  }

  @Override
  public void onBeforeRoute(Route route, Exchange exchange) {
    // The trace was begun within a route.
  }

  @Override
  public void onAfterRoute(Route route, Exchange exchange) {
    if (!route.getRouteId().equals(exchange.getFromRouteId())) {
      return;
    }
    if (span.isExported()) {
      note(exchange);
    }
    span.end();
    passage.end();
    traces.leave();
    MDC.remove(TraceStart.TRACE);
  }

  private void note(Exchange exchange) {
    FailedGeneration.in(exchange)
        .ifPresent(generation -> span.put("caravan.generation", generation.id()));
    Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    if (status != null) {
      span.put("http.response.status_code", status);
    }
    Failure failure = exchange.getVariable("failure", Failure.class);
    // A refused request is the caller's error, not Caravan's.
    if (failure != null && (status == null || status >= SERVER_ERROR)) {
      span.fail(failure.reason().name());
    } else if (exchange.getException() != null) {
      span.fail(exchange.getException().getClass().getSimpleName());
    }
  }
}
