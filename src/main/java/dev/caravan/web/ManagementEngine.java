package dev.caravan.web;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Serves a route only on the management port: {@code platformHttpEngine: "#bean:managementEngine"}.
 * Camel's own engine knows only the main server.
 */
public final class ManagementEngine implements PlatformHttpEngine, CamelContextAware {

  private CamelContext context;

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    return new VertxPlatformHttpConsumer(endpoint, processor, List.of(), router().getName());
  }

  @Override
  public int getServerPort() {
    return router().getServer().getPort();
  }

  private VertxPlatformHttpRouter router() {
    return context.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
        .filter(VertxPlatformHttpRouter::isManagementServer)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "There is no management server; set camel.management.enabled=true."));
  }

  @Override
  public void setCamelContext(CamelContext camelContext) {
    this.context = camelContext;
  }

  @Override
  public CamelContext getCamelContext() {
    return context;
  }
}
