package dev.caravan.web;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

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

  private static final int BAD_REQUEST = 400;

  /** Requests that have begun and whose answers are not complete. */
  private int unanswered;

  /** Those of them that wait for the answers of earlier ones. */
  private final LaterRequests later = new LaterRequests();

  /** The head of an answer was sent, and its end was not. */
  private boolean answering;

  /** Bytes of the answer's body that are still to come; -1 if its length is unknown. */
  private long answerBytesLeft;

  /** Answers that are complete, but that the client has not taken completely. */
  private int unsent;

  /** Bytes of the newest request's body that arrived after its answer. */
  private int unread;

  /** Nothing more of what the client sends is read as HTTP. */
  private boolean deaf;

  /** Nothing more is sent. */
  private boolean mute;

  private boolean closesAfterAnswer;
  private FullHttpResponse refusal;
  private int refusedAfter;

  private final StrictDecoder decoder;
  private final OpenConnections connections;
  private final Deadlines deadlines;
  private final ArrivingRequest arriving;
  private final ConnectionEnd end = new ConnectionEnd();
  private ClientTime time;

  StrictHttp(StrictDecoder decoder, OpenConnections connections, Deadlines deadlines) {
    this.decoder = decoder;
    this.connections = connections;
    this.deadlines = deadlines;
    this.arriving = new ArrivingRequest(connections);
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    time =
        new ClientTime(
            context, deadlines, connections, stage -> late(context, stage), () -> end.now(context));
    settle(context);
  }

  boolean isDeaf() {
    return deaf;
  }

  /** The client sends far more than it could hope to have read. */
  void flooded() {
    if (!end.isLingering()) {
      end.now(time.context());
    }
  }

  /** The bytes that have come are decoded. */
  void arrived(int bytes) {
    ChannelHandlerContext context = time.context();
    if (!deaf && isUnfinished() && !arriving.hold(bytes, context.channel().localAddress())) {
      refuse(context, Refusal.overloaded().answer(false), arriving.isReading() ? 1 : 0);
    }
    settle(context);
  }

  /** The rest of an answered request is skipped, so it takes no memory. */
  private boolean isUnfinished() {
    return decoder.hasHeadBegun() || arriving.isReading() && unanswered > 0 || !later.isEmpty();
  }

  /** Starts the deadline of what the connection now waits for. */
  private void settle(ChannelHandlerContext context) {
    if (context.isRemoved() || !context.channel().isActive()) {
      return;
    }
    if (!deaf && !isUnfinished()) {
      arriving.release();
    }
    time.enter(stage());
  }

  private ClientTime.Stage stage() {
    if (end.isOver()) {
      return ClientTime.Stage.END;
    }
    if (deaf || answering || unsent > 0 || unanswered > (arriving.isReading() ? 1 : 0)) {
      return ClientTime.Stage.ANSWER;
    }
    if (arriving.isReading()) {
      return ClientTime.Stage.BODY;
    }
    if (decoder.hasHeadBegun()) {
      return ClientTime.Stage.HEADERS;
    }
    return arriving.hasComeBefore() ? ClientTime.Stage.IDLE : ClientTime.Stage.SILENT;
  }

  private void late(ChannelHandlerContext context, ClientTime.Stage stage) {
    switch (stage) {
      case HEADERS -> refuse(context, Refusal.late("headers").answer(false), 0);
      case BODY -> refuse(context, Refusal.late("body").answer(false), 1);
      default -> end.now(context);
    }
    settle(context);
  }

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
    arriving.begin();
    time.restart();
    Refusal refused = RequestHead.check(request).orElse(null);
    if (refused != null) {
      boolean isHead = request.method().equals(HttpMethod.HEAD);
      ReferenceCountUtil.release(request);
      refuse(context, refused.answer(isHead), 0);
      return;
    }
    unanswered++;
    unread = 0;
    arriving.pass(request);
    pass(context, request);
  }

  /**
   * Passes a part of a request on when its turn has come. A client may send its next request as
   * soon as it has all bytes of the answer, which is before the answer ends here, so then no limit
   * holds.
   */
  private void pass(ChannelHandlerContext context, Object message) {
    boolean isEarly = message instanceof HttpRequest && unanswered > 1;
    if (later.isEmpty() && !isEarly) {
      context.fireChannelRead(message);
    } else if (!later.keep(message) && !(answering && answerBytesLeft == 0)) {
      // The refusal takes the turn of the first of them.
      unanswered -= later.requests();
      later.release();
      refuse(context, Refusal.tooFarAhead().answer(false), 0);
    }
  }

  private void read(ChannelHandlerContext context, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      FullHttpResponse answer = Refusal.ofBody(content.decoderResult().cause()).answer(false);
      ReferenceCountUtil.release(content);
      refuse(context, answer, 1);
      return;
    }
    arriving.read(content);
    if (arriving.isReading() && unanswered == 0) {
      unread += content.content().readableBytes();
      if (unread > UNREAD_BYTES) {
        ReferenceCountUtil.release(content);
        end(context);
        return;
      }
    }
    pass(context, content);
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
      // Vert.x closes the connection after its next write. The client still takes its answer.
      context.channel().closeFuture().addListener(closed -> promise.trySuccess());
      return;
    }
    if (message instanceof HttpResponse response) {
      if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
        arriving.permit();
        context.write(message, promise);
        return;
      }
      answering = true;
      complete(response);
      answerBytesLeft = HttpUtil.getContentLength(response, -1L);
    }
    if (answering && answerBytesLeft > 0 && message instanceof HttpContent content) {
      answerBytesLeft -= content.content().readableBytes();
    }
    if (!answering || !(message instanceof LastHttpContent)) {
      context.write(message, promise);
      return;
    }
    unsent++;
    context.write(
        message,
        promise
            .unvoid()
            .addListener(
                sent -> {
                  unsent--;
                  settle(context);
                }));
    answered(context);
  }

  private void complete(HttpResponse answer) {
    AnswerHead.complete(answer);
    HttpHeaders headers = answer.headers();
    boolean isError = answer.status().code() >= BAD_REQUEST;
    if (unanswered == 1 && (arriving.isWaiting() || isError && arriving.isReadingBody())) {
      // A client that waits may send the body or not, so nobody knows where its next request
      // begins. The body of a refused request is not worth reading.
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    closesAfterAnswer = headers.contains(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
  }

  private void answered(ChannelHandlerContext context) {
    answering = false;
    unanswered--;
    if (closesAfterAnswer) {
      end(context);
    } else if (refusal != null) {
      sendRefusal(context);
    }
    if (!later.isEmpty()) {
      // Vert.x first ends the request that it has just answered.
      context.executor().execute(() -> passNext(context));
    }
  }

  private void passNext(ChannelHandlerContext context) {
    if (!later.isEmpty() && !mute) {
      later.passFirst(context::fireChannelRead);
      context.fireChannelReadComplete();
      settle(context);
    }
  }

  private void end(ChannelHandlerContext context) {
    boolean hasUnread = deaf || arriving.isReading();
    deaf = true;
    mute = true;
    later.release();
    end.begin(context, hasUnread, () -> settle(context));
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (end.isLingering()) {
      context.channel().closeFuture().addListener(closed -> promise.trySuccess());
    } else {
      context.close(promise);
    }
  }

  /** Errors of the connection or the decoder; their messages may repeat parts of a request. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    end.now(context);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    time.stop();
    arriving.release();
    later.release();
    if (refusal != null) {
      refusal.release();
      refusal = null;
    }
  }
}
