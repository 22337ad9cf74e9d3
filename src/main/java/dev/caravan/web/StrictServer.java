package dev.caravan.web;

import dev.caravan.settings.MisconfiguredException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import java.util.concurrent.CompletionException;

/**
 * A server that binds only addresses that the {@link PortRules} allow, and fails if it can't bind
 * one. Camel would only log that, and take prompts from the queue without the port.
 */
final class StrictServer extends HttpServerImpl {

  private final PortRules rules;

  StrictServer(VertxInternal vertx, HttpServerOptions options, PortRules rules) {
    super(vertx, options);
    this.rules = rules;
  }

  /**
   * Waits until the address is bound, except on an event loop.
   *
   * @throws MisconfiguredException if it must not or can't be bound
   */
  @Override
  public Future<HttpServer> listen(SocketAddress address) {
    rules.check(this, address);
    Future<HttpServer> bound = super.listen(address);
    if (Context.isOnEventLoopThread()) {
      return bound;
    }
    try {
      bound.toCompletionStage().toCompletableFuture().join();
      return bound;
    } catch (CompletionException e) {
      throw rules.notBound(this, address, e.getCause());
    }
  }
}
