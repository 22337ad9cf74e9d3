package dev.caravan.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.impl.VertxWrapper;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The Vert.x that Camel's servers use: Camel takes the bean of this type, and has no other place to
 * set the options of a server. Each server it makes speaks only HTTP/1, within the limits, and has
 * {@link StrictHttp} on every connection.
 */
public final class StrictVertx extends VertxWrapper {

  private static final String DECODER = "httpDecoder";
  private static final String LAST_HANDLER = "handler";

  /**
   * For each connection. By itself, the kernel would hold up to 4 MB for a client that has stopped
   * reading.
   */
  private static final int SEND_BUFFER = 262_144;

  private final VertxInternal plain;
  private final int maxHeaderBytes;
  private final PortRules rules;
  private final Deadlines deadlines;
  private final ConnectionLimits limits;
  private final ConnectionLimits managementLimits;
  private final Map<HttpServer, OpenConnections> servers = new ConcurrentHashMap<>();
  private volatile HttpServer management;

  /**
   * @param maxHeaderBytes for the request line, and for all headers together
   * @param rules which addresses may be bound
   * @param limits of each server but the one for the management
   */
  public StrictVertx(
      VertxInternal vertx,
      int maxHeaderBytes,
      PortRules rules,
      Deadlines deadlines,
      ConnectionLimits limits,
      ConnectionLimits managementLimits) {
    super(vertx);
    this.plain = vertx;
    this.maxHeaderBytes = maxHeaderBytes;
    this.rules = rules;
    this.deadlines = deadlines;
    this.limits = limits;
    this.managementLimits = managementLimits;
  }

  /** A Vert.x whose pools prefer the threads that were used last. */
  public static Vertx plain(VertxOptions options) {
    return new VertxBuilder(options)
        .executorServiceFactory((factory, most, same) -> new WarmThreads(most, factory))
        .init()
        .vertx();
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
    OpenConnections connections = new OpenConnections(limits);
    HttpServer server =
        new StrictServer(plain, options, rules)
            .connectionHandler(each -> guard(each, new StrictDecoder(options), connections));
    servers.put(server, connections);
    return server;
  }

  /** Camel creates all servers in the same way, so only its routers know which one this is. */
  void manage(HttpServer server) {
    management = server;
    servers.get(server).limit(managementLimits);
  }

  /** The number of open connections to the management port, or to all others. */
  public int open(boolean toManagement) {
    return servers.entrySet().stream()
        .filter(server -> (server.getKey() == management) == toManagement)
        .mapToInt(server -> server.getValue().open())
        .sum();
  }

  /** Bytes of requests that have not arrived completely, on all ports. */
  public long unfinished() {
    return servers.values().stream().mapToLong(OpenConnections::unfinished).sum();
  }

  /** The most that {@link #unfinished} may be. */
  public long unfinishedLimit() {
    return servers.values().stream().mapToLong(OpenConnections::unfinishedLimit).sum();
  }

  private void guard(
      HttpConnection connection, StrictDecoder decoder, OpenConnections connections) {
    Channel channel = ((ConnectionBase) connection).channelHandlerContext().channel();
    SocketAddress remote = channel.remoteAddress();
    boolean isAdmitted = connections.admit(remote, channel.localAddress());
    // Runs after the close of the connection that gives way.
    channel.eventLoop().execute(() -> AcceptPace.counted(channel));
    if (!isAdmitted) {
      channel.close();
      return;
    }
    channel.closeFuture().addListener(closed -> connections.closed(remote));
    StrictHttp http = new StrictHttp(decoder, connections, deadlines);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.replace(DECODER, DECODER, decoder);
    pipeline
        .addBefore(LAST_HANDLER, "strictHttp", http)
        .addBefore(DECODER, "firstBytes", new FirstBytes(http));
  }
}
