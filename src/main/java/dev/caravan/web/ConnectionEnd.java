package dev.caravan.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection. A close with unread data would reset it, and the client would lose the answer;
 * so the client first learns that nothing follows, and may go on sending for a moment.
 */
final class ConnectionEnd {

  /** How long a client may go on sending after the last answer before the connection is closed. */
  private static final long LINGER_MILLIS = 1000;

  private boolean lingering;
  private boolean over;

  /**
   * Closes the connection when everything is sent.
   *
   * @param hasUnread the client may still send something
   * @param sent called when everything is sent, and only the client can still close it
   */
  void begin(ChannelHandlerContext context, boolean hasUnread, Runnable sent) {
    lingering = hasUnread;
    context.channel().config().setAutoRead(true);
    context
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            flushed -> {
              if (lingering
                  && flushed.isSuccess()
                  && context.channel() instanceof DuplexChannel it) {
                over = true;
                it.shutdownOutput();
                sent.run();
                context
                    .executor()
                    .schedule(() -> now(context), LINGER_MILLIS, TimeUnit.MILLISECONDS);
              } else {
                now(context);
              }
            });
  }

  void now(ChannelHandlerContext context) {
    lingering = false;
    context.close();
  }

  /** Everything is sent. */
  boolean isOver() {
    return over;
  }

  /** The connection is open only until the client has finished. */
  boolean isLingering() {
    return lingering;
  }
}
