package dev.caravan.web;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;

/**
 * Vert.x's decoder of one connection. It also knows whether a request has begun, and refuses header
 * fields that go on in another line, which Netty would join (RFC 9112, section 5.2): a server that
 * reads the lines by themselves could find another end of the request.
 */
final class StrictDecoder extends VertxHttpRequestDecoder {

  /** The request line has come, and the headers are not complete. */
  private boolean hasLine;

  /** The headers are complete, and the body has not ended. */
  private boolean inBody;

  StrictDecoder(HttpServerOptions options) {
    super(options);
  }

  /**
   * Whether a part of a request has come, but not all of its headers. Blank lines before a request
   * are no part of it.
   */
  boolean hasHeadBegun() {
    return hasLine || !inBody && actualReadableBytes() > 0;
  }

  @Override
  protected HttpMessage createMessage(String[] line) {
    hasLine = true;
    return super.createMessage(line);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf bytes, List<Object> out)
      throws Exception {
    if (!inBody && hasFold(bytes)) {
      bytes.skipBytes(bytes.readableBytes());
      HttpMessage refused = createInvalidMessage();
      refused.setDecoderResult(DecoderResult.failure(new FoldedHeaderException()));
      out.add(refused);
      return;
    }
    int before = out.size();
    super.decode(context, bytes, out);
    for (Object decoded : out.subList(before, out.size())) {
      if (decoded instanceof HttpRequest) {
        hasLine = false;
        inBody = true;
      }
      if (decoded instanceof LastHttpContent) {
        inBody = false;
      }
    }
  }

  /** Whether a line of the headers begins with a space or a tab. The decoder takes whole lines. */
  private boolean hasFold(ByteBuf bytes) {
    int at = bytes.readerIndex();
    while (!hasLine && at < bytes.writerIndex() && bytes.getByte(at) <= ' ') {
      at++;
    }
    boolean startsLine = hasLine;
    boolean isLineEmpty = true;
    for (; at < bytes.writerIndex(); at++) {
      byte next = bytes.getByte(at);
      if (startsLine && (next == ' ' || next == '\t')) {
        return true;
      }
      if (next == '\n' && isLineEmpty) {
        return false;
      }
      startsLine = next == '\n';
      isLineEmpty = startsLine || isLineEmpty && next == '\r';
    }
    return false;
  }
}
