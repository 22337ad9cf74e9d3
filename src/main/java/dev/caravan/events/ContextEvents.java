package dev.caravan.events;

import org.apache.camel.support.EventNotifierSupport;

/**
 * Hears of the events of Camel's context and of its routes, but of none of an exchange. Camel asks
 * every notifier about each event of an exchange, unless it declines them in this way.
 */
public abstract class ContextEvents extends EventNotifierSupport {

  protected ContextEvents() {
    setIgnoreExchangeEvents(true);
    setIgnoreStepEvents(true);
  }
}
