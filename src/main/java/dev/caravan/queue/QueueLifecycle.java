package dev.caravan.queue;

import dev.caravan.events.ContextEvents;
import java.time.Duration;
import org.apache.camel.spi.CamelEvent;

/**
 * Stops the queue client together with Camel: receives end before the routes stop, and the last
 * deletes are sent after. Camel never closes a client that it was given, and notifies a route
 * policy only after the last exchange has ended.
 */
public final class QueueLifecycle extends ContextEvents {

  private static final Duration FLUSH = Duration.ofSeconds(3);

  private final LeasingSqsClient client;

  public QueueLifecycle(LeasingSqsClient client) {
    this.client = client;
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof CamelEvent.CamelContextStoppingEvent
        || event instanceof CamelEvent.CamelContextRoutesStoppedEvent;
  }

  @Override
  public void notify(CamelEvent event) {
    if (event instanceof CamelEvent.CamelContextStoppingEvent) {
      client.stop();
    } else {
      client.flush(FLUSH);
    }
  }
}
