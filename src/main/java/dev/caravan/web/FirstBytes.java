package dev.caravan.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Stands before the decoder on every connection, and tells {@link StrictHttp} how much has arrived:
 * the decoder is silent until the headers of a request are complete.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {

  /** What a client may send that is not read, while an answer to it waits for its turn. */
  private static final int MOST_DROPPED = 1_048_576;

  private final StrictHttp http;
  private int length;
  private int dropped;

  FirstBytes(StrictHttp http) {
    this.http = http;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
    } else if (http.isDeaf()) {
      dropped += bytes.readableBytes();
      bytes.release();
      if (dropped > MOST_DROPPED) {
        dropped = 0;
        http.flooded();
      }
    } else {
      length += bytes.readableBytes();
      context.fireChannelRead(bytes);
    }
  }

  /** Everything that the client had sent is decoded, so a request may already be complete. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    http.arrived(length);
    length = 0;
    context.fireChannelReadComplete();
  }
}
