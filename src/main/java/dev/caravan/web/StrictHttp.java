package dev.caravan.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Stands between Netty's decoder and Vert.x on every connection. It answers requests that are not
 * valid HTTP itself, in their turn, and ends the connection, so that nothing after them can run as
 * another request. Every answer gets a {@code Date}, and a {@code Content-Length} if it is known.
 *
 * <p>All methods run on the connection's event loop.
 */
final class StrictHttp extends ChannelDuplexHandler {

  /** How much of a body is read after its answer, so that the connection can be used again. */
  private static final int UNREAD_BYTES = 262_144;

  /** How long a client may go on sending after the last answer before the connection is closed. */
  private static final long LINGER_MILLIS = 1000;

  /** Requests that were passed on and whose answers are not complete. */
  private int unanswered;

  /** The head of an answer was sent, and its end was not. */
  private boolean answering;

  /** The body of the newest request has not ended. */
  private boolean reading;

  /** The client of the newest request waits for {@code 100 Continue}. */
  private boolean waiting;

  /** Bytes of the newest request's body that arrived after its answer. */
  private int unread;

  /** Nothing more of what the client sends is read as HTTP. */
  private boolean deaf;

  /** Nothing more is sent. */
  private boolean mute;

  private boolean closesAfterAnswer;
  private boolean lingering;
  private FullHttpResponse refusal;
  private int refusedAfter;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (deaf) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpRequest request) {
      begin(context, request);
    } else if (message instanceof HttpContent content) {
      read(context, content);
    } else {
      context.fireChannelRead(message);
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    Refusal refused = RequestHead.check(request).orElse(null);
    if (refused != null) {
      boolean isHead = request.method().equals(HttpMethod.HEAD);
      ReferenceCountUtil.release(request);
      refuse(context, refused.answer(isHead), 0);
      return;
    }
    unanswered++;
    reading = true;
    unread = 0;
    waiting = HttpUtil.is100ContinueExpected(request);
    context.fireChannelRead(request);
  }

  private void read(ChannelHandlerContext context, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      FullHttpResponse answer = Refusal.of(content.decoderResult().cause()).answer(false);
      ReferenceCountUtil.release(content);
      refuse(context, answer, 1);
      return;
    }
    reading = !(content instanceof LastHttpContent);
    waiting = false;
    if (reading && unanswered == 0) {
      unread += content.content().readableBytes();
      if (unread > UNREAD_BYTES) {
        ReferenceCountUtil.release(content);
        end(context);
        return;
      }
    }
    context.fireChannelRead(content);
  }

  /**
   * Sends the last answer of the connection when it is its turn.
   *
   * @param after how many requests may then be unanswered: 1 if the request itself was passed on,
   *     because its body broke later; otherwise 0
   */
  private void refuse(ChannelHandlerContext context, FullHttpResponse answer, int after) {
    deaf = true;
    refusal = answer;
    refusedAfter = after;
    sendRefusal(context);
  }

  private void sendRefusal(ChannelHandlerContext context) {
    if (unanswered > refusedAfter || unanswered == 1 && answering) {
      return;
    }
    if (unanswered == refusedAfter) {
      context.write(refusal);
    } else {
      // The request was answered before its body broke.
      refusal.release();
    }
    refusal = null;
    end(context);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (mute) {
      ReferenceCountUtil.release(message);
      promise.trySuccess();
      return;
    }
    if (message instanceof HttpResponse response) {
      if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
        waiting = false;
        context.write(message, promise);
        return;
      }
      answering = true;
      complete(response);
    }
    context.write(message, promise);
    if (answering && message instanceof LastHttpContent) {
      answered(context);
    }
  }

  private void complete(HttpResponse answer) {
    HttpHeaders headers = answer.headers();
    if (!headers.contains(HttpHeaderNames.DATE)) {
      headers.set(HttpHeaderNames.DATE, HttpDate.now());
    }
    if (answer instanceof FullHttpResponse full && mayHaveLength(answer)) {
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
      headers.set(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(full.content().readableBytes()));
    }
    if (waiting && reading && unanswered == 1) {
      // The client may send the body or not, so nobody knows where its next request begins.
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    closesAfterAnswer = headers.contains(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
  }

  private static boolean mayHaveLength(HttpResponse answer) {
    return !answer.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
        && answer.status().code() != HttpResponseStatus.NO_CONTENT.code()
        && answer.status().code() != HttpResponseStatus.NOT_MODIFIED.code();
  }

  private void answered(ChannelHandlerContext context) {
    answering = false;
    unanswered--;
    if (closesAfterAnswer) {
      end(context);
    } else if (refusal != null) {
      sendRefusal(context);
    }
  }

  /**
   * Ends the connection. A close with unread data would reset it, and the client would lose the
   * answer; so the client first learns that nothing follows, and may go on sending for a moment.
   */
  private void end(ChannelHandlerContext context) {
    boolean hasUnread = deaf || reading;
    deaf = true;
    mute = true;
    lingering = hasUnread;
    context.channel().config().setAutoRead(true);
    context
        .writeAndFlush(Unpooled.EMPTY_BUFFER)
        .addListener(
            flushed -> {
              if (lingering
                  && flushed.isSuccess()
                  && context.channel() instanceof DuplexChannel it) {
                it.shutdownOutput();
                context
                    .executor()
                    .schedule(() -> closeNow(context), LINGER_MILLIS, TimeUnit.MILLISECONDS);
              } else {
                closeNow(context);
              }
            });
  }

  private void closeNow(ChannelHandlerContext context) {
    lingering = false;
    context.close();
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (lingering) {
      context.channel().closeFuture().addListener(closed -> promise.trySuccess());
    } else {
      context.close(promise);
    }
  }

  /** Errors of the connection or the decoder; their messages may repeat parts of a request. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    closeNow(context);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (refusal != null) {
      refusal.release();
      refusal = null;
    }
  }
}
