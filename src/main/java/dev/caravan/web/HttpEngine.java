package dev.caravan.web;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** Camel's engine for the API's port, with consumers that can send downloads. */
public final class HttpEngine extends VertxPlatformHttpEngine {

  @Override
  public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
    return new DownloadConsumer(
        endpoint,
        processor,
        getHandlers(),
        VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort()));
  }
}
