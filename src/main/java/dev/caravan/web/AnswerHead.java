package dev.caravan.web;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;

/** Completes the headers of an answer just before they are sent. */
final class AnswerHead {

  private AnswerHead() {}

  /** Sets the reason phrase and {@code Date}, and {@code Content-Length} if it is known. */
  static void complete(HttpResponse answer) {
    answer.setStatus(StatusPhrase.of(answer.status().code()));
    HttpHeaders headers = answer.headers();
    if (!headers.contains(HttpHeaderNames.DATE)) {
      headers.set(HttpHeaderNames.DATE, HttpDate.now());
    }
    if (answer instanceof FullHttpResponse full && mayHaveLength(answer)) {
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
      headers.set(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(full.content().readableBytes()));
    }
  }

  private static boolean mayHaveLength(HttpResponse answer) {
    return !answer.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
        && answer.status().code() != HttpResponseStatus.NO_CONTENT.code()
        && answer.status().code() != HttpResponseStatus.NOT_MODIFIED.code();
  }
}
