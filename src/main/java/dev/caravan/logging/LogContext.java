package dev.caravan.logging;

import dev.caravan.generation.Generation;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.SynchronizationRouteAware;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.MDC;

/**
 * Adds the generation's id to every line that is logged while a prompt is processed. The routes
 * keep a prompt on one thread from here to their end, so Camel's own MDC logging, which copies the
 * context at every step, is not needed.
 */
public final class LogContext {

  /** The log field for the generation's id. */
  static final String GENERATION = "generation";

  /**
   * A route step, called once the generation is known; the end of its first route clears the field.
   */
  public void begin(Generation generation, Exchange exchange) {
    MDC.put(GENERATION, generation.id());
    exchange.getExchangeExtension().addOnCompletion(new End());
  }

  /**
   * Not when the exchange completes: exchanges of HTTP complete on another thread, after the answer
   * is sent.
   */
  private static final class End extends SynchronizationAdapter
      implements SynchronizationRouteAware {

    @Override
    public SynchronizationRouteAware getRouteSynchronization() {
      return this;
    }

    @Override
    public void onBeforeRoute(Route route, Exchange exchange) {
      // The field was set within a route.
    }

    @Override
    public void onAfterRoute(Route route, Exchange exchange) {
      if (route.getRouteId().equals(exchange.getFromRouteId())) {
        MDC.remove(GENERATION);
      }
    }
  }
}
