package dev.caravan.web;

import dev.caravan.events.ContextEvents;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.CamelEvent;

/** Closes the API when the service stops: from then on, every new request gets a 503. */
public final class Doors extends ContextEvents {

  /** After {@link HttpEdge}, and before the routes. */
  private static final int ORDER = -500;

  private volatile boolean closed;

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof CamelEvent.CamelContextRoutesStartingEvent
        || event instanceof CamelEvent.CamelContextStoppingEvent;
  }

  @Override
  public void notify(CamelEvent event) {
    if (event instanceof CamelEvent.CamelContextStoppingEvent) {
      closed = true;
      return;
    }
    CamelEvent.CamelContextEvent starting = (CamelEvent.CamelContextEvent) event;
    starting.getContext().getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
        .filter(router -> !router.isManagementServer())
        .forEach(this::attach);
  }

  private void attach(VertxPlatformHttpRouter router) {
    router.route().order(ORDER).handler(this::enter);
  }

  private void enter(RoutingContext context) {
    if (closed) {
      ProblemAnswer.stopping(context);
    } else {
      context.next();
    }
  }
}
