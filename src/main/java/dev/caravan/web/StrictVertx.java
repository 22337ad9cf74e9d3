package dev.caravan.web;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The Vert.x that Camel's servers use: Camel takes the bean of this type, and has no other place to
 * set the options of a server. Each server it makes speaks only HTTP/1, within the limits, and has
 * {@link StrictHttp} on every connection.
 */
public final class StrictVertx extends VertxWrapper {

  private static final String LAST_HANDLER = "handler";

  /**
   * For each connection. By itself, the kernel would hold up to 4 MB for a client that has stopped
   * reading.
   */
  private static final int SEND_BUFFER = 262_144;

  private final VertxInternal plain;
  private final int maxHeaderBytes;
  private final PortRules rules;

  /**
   * @param maxHeaderBytes for the request line, and for all headers together
   * @param rules which addresses may be bound
   */
  public StrictVertx(VertxInternal vertx, int maxHeaderBytes, PortRules rules) {
    super(vertx);
    this.plain = vertx;
    this.maxHeaderBytes = maxHeaderBytes;
    this.rules = rules;
  }

  @Override
  public HttpServer createHttpServer() {
    return createHttpServer(new HttpServerOptions());
  }

  @Override
  public HttpServer createHttpServer(HttpServerOptions options) {
    options
        // Through an upgrade, a caller could bypass the rules of a proxy in front of this server.
        .setHttp2ClearTextEnabled(false)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false)
        .setSendBufferSize(SEND_BUFFER)
        .setMaxInitialLineLength(maxHeaderBytes)
        .setMaxHeaderSize(maxHeaderBytes);
    return new StrictServer(plain, options, rules).connectionHandler(StrictVertx::guard);
  }

  private static void guard(HttpConnection connection) {
    ((ConnectionBase) connection)
        .channelHandlerContext()
        .pipeline()
        .addBefore(LAST_HANDLER, "strictHttp", new StrictHttp());
  }
}
