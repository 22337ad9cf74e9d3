package dev.caravan.logging;

import dev.caravan.generation.Generation;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.spi.SynchronizationRouteAware;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.MDC;

/**
 * Adds the generation's id and the caller's name to every line that is logged while a prompt is
 * processed. The routes keep a prompt on one thread from here to their end, so Camel's own MDC
 * logging, which copies the context at every step, is not needed.
 */
public final class LogContext {

  /** The log field for the generation's id. */
  static final String GENERATION = "generation";

  /** The log field for the name of the caller's token. */
  static final String CALLER = "caller";

  /**
   * A route step, called once the generation is known; the end of its first route clears the
   * fields.
   */
  public void begin(Generation generation, Exchange exchange) {
    MDC.put(GENERATION, generation.id());
    if (generation.caller() != null) {
      MDC.put(CALLER, generation.caller());
    }
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
      // The fields were set within a route.
    }

    @Override
    public void onAfterRoute(Route route, Exchange exchange) {
      if (route.getRouteId().equals(exchange.getFromRouteId())) {
        MDC.remove(GENERATION);
        MDC.remove(CALLER);
      }
    }
  }
}
