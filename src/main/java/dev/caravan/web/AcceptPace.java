package dev.caravan.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Accepts no more connections of a server while many are not yet counted. They are accepted on one
 * thread and counted on another, so a flood would otherwise use up all file descriptors before the
 * limit is noticed. Those that are not accepted wait in the operating system.
 */
final class AcceptPace extends ChannelInboundHandlerAdapter {

  private static final AttributeKey<AcceptPace> PACE = AttributeKey.valueOf(AcceptPace.class, "");

  /** Accepted connections that are not counted. */
  private static final int MOST = 64;

  private final Channel server;
  private final AtomicInteger uncounted = new AtomicInteger();

  private AcceptPace(Channel server) {
    this.server = server;
  }

  /** A connection is counted, and the one whose place it took is closed. */
  static void counted(Channel connection) {
    Channel server = connection.parent();
    AcceptPace pace = new AcceptPace(server);
    if (server.attr(PACE).setIfAbsent(pace) == null) {
      server.pipeline().addFirst("acceptPace", pace);
    }
    leave(connection);
  }

  private static void leave(Channel connection) {
    AcceptPace pace = connection.attr(PACE).getAndSet(null);
    if (pace != null && pace.uncounted.decrementAndGet() == MOST / 2) {
      // On the thread that accepts, so that it comes after the end of accepting.
      pace.server.eventLoop().execute(() -> pace.server.config().setAutoRead(true));
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Channel connection) {
      connection.attr(PACE).set(this);
      if (uncounted.incrementAndGet() >= MOST) {
        server.config().setAutoRead(false);
      }
      // It may break before it is counted.
      connection.closeFuture().addListener(closed -> leave(connection));
    }
    context.fireChannelRead(message);
  }
}
