package dev.caravan.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Stands before Netty's decoder on every connection, and tells {@link StrictHttp} what arrives: the
 * decoder is silent until the headers of a request are complete.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {

  private final StrictHttp http;
  private int length;

  FirstBytes(StrictHttp http) {
    this.http = http;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      context.fireChannelRead(message);
    } else if (http.isDeaf()) {
      bytes.release();
    } else {
      length += bytes.readableBytes();
      http.arrive(bytes);
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
