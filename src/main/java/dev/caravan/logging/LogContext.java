package dev.caravan.logging;

import dev.caravan.generation.Generation;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.SynchronizationRouteAware;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.MDC;

/**
 * Names the generation in every line that is logged on a prompt's way. The routes keep a prompt on
 * one thread from here to their end, so that needs none of Camel's own MDC logging, which would
 * copy the context at every step.
 */
public final class LogContext {

  /** The field of a line that has the generation's id. */
  static final String GENERATION = "generation";

  /** A route step, as soon as the generation is known; its first route clears it. */
  public void begin(Generation generation, Exchange exchange) {
    MDC.put(GENERATION, generation.id());
    exchange.getExchangeExtension().addOnCompletion(new End());
  }

  /** Not when the exchange is done: HTTP's are done on another thread, when the answer is sent. */
  private static final class End extends SynchronizationAdapter
      implements SynchronizationRouteAware {

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
      if (route.getRouteId().equals(exchange.getFromRouteId())) {
        MDC.remove(GENERATION);
      }
    }
  }
}
