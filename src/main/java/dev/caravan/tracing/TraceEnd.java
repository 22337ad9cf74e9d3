package dev.caravan.tracing;

import dev.caravan.failure.FailedGeneration;
import dev.caravan.generation.Failure;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.SynchronizationRouteAware;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.MDC;

/**
 * Ends what {@link TraceStart} began, at the end of the route it came by. Not when the exchange is
 * done: HTTP's are done on another thread. And not by a route policy: Camel calls none while it
 * stops.
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
    // It was begun within a route.
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
    // A request that is refused is the caller's fault, and no failure of ours.
    if (failure != null && (status == null || status >= SERVER_ERROR)) {
      span.fail(failure.reason().name());
    } else if (exchange.getException() != null) {
      span.fail(exchange.getException().getClass().getSimpleName());
    }
  }
}
