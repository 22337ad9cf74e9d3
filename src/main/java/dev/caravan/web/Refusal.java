package dev.caravan.web;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The answer to a request that reaches no route, because it is not valid HTTP or not for this
 * server. The connection ends with it, because the place where the next request begins is unknown.
 *
 * @param problem null for an answer without a body
 * @param allow the value of the header {@code Allow}; null if there is none
 */
record Refusal(int status, Problem problem, String allow) {

  /** The methods that this server implements for any path. */
  static final String METHODS = "DELETE, GET, HEAD, OPTIONS, POST";

  private static final int NO_CONTENT = 204;

  /** Requests arrive in far less time, if their clients send them. */
  private static final int RETRY_AFTER_SECONDS = 5;

  /** Ends the checks of a request. It has no stack trace, because it is no fault of ours. */
  static final class RefusedException extends RuntimeException {

    private final transient Refusal refusal;

    private RefusedException(Refusal refusal) {
      super(null, null, false, false);
      this.refusal = refusal;
    }

    Refusal refusal() {
      return refusal;
    }
  }

  static RefusedException bad(String detail) {
    return with(RequestCode.BAD_REQUEST, detail);
  }

  static RefusedException with(RequestCode code, String detail) {
    return new RefusedException(of(code, detail));
  }

  static RefusedException notAllowed(String detail) {
    Problem problem = Problem.of(RequestCode.METHOD_NOT_ALLOWED, detail, null);
    return new RefusedException(new Refusal(problem.status(), problem, METHODS));
  }

  /** The answer to {@code OPTIONS *}. */
  static RefusedException options() {
    return new RefusedException(new Refusal(NO_CONTENT, null, METHODS));
  }

  private static Refusal of(RequestCode code, String detail) {
    return new Refusal(code.status(), Problem.of(code, detail, null), null);
  }

  /**
   * @param what has not arrived in time: the headers or the body
   */
  static Refusal late(String what) {
    return of(
        RequestCode.REQUEST_TIMEOUT,
        "The %s of the request did not arrive in time (CARAVAN_HTTP_%s_SECONDS)."
            .formatted(what, what.toUpperCase(Locale.ROOT)));
  }

  static Refusal overloaded() {
    return of(
        RequestCode.OVERLOADED,
        "Too many requests are arriving at the same time, and yours has not arrived completely."
            + " Send it again.");
  }

  /** The answer if a client sends too much without waiting for an answer. */
  static Refusal tooFarAhead() {
    return of(
        RequestCode.OVERLOADED,
        "Too many requests wait on this connection for the answer of an earlier one. Send this one"
            + " again after an answer.");
  }

  /** The answer to a request whose head Netty's decoder could not read. */
  static Refusal of(Throwable cause) {
    DecodingError error = new DecodingError(cause);
    if (cause instanceof TooLongHttpLineException) {
      return of(
          RequestCode.URI_TOO_LONG,
          "The request line is longer than %s. Send a shorter path or query."
              .formatted(error.limit()));
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return of(
          RequestCode.HEADERS_TOO_LARGE,
          "The headers together are larger than %s. Send fewer or shorter ones."
              .formatted(error.limit()));
    }
    return of(RequestCode.BAD_REQUEST, error.detail());
  }

  /** The answer to a request whose chunks or trailers Netty's decoder could not read. */
  static Refusal ofBody(Throwable cause) {
    return cause instanceof TooLongHttpLineException
        ? of(
            RequestCode.BAD_REQUEST,
            "The line with the size of a chunk is longer than %s."
                .formatted(new DecodingError(cause).limit()))
        : of(cause);
  }

  /**
   * @param isHead a body must not follow
   */
  FullHttpResponse answer(boolean isHead) {
    byte[] body = problem == null ? new byte[0] : problem.toJson().getBytes(StandardCharsets.UTF_8);
    FullHttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            StatusPhrase.of(status),
            isHead ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
    answer.headers().set(HttpHeaderNames.DATE, HttpDate.now());
    answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    AnswerHeaders.setFixed((name, value) -> answer.headers().set(name, value));
    answer.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
    if (status == RequestCode.OVERLOADED.status()) {
      answer.headers().set(HttpHeaderNames.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    if (allow != null) {
      answer.headers().set(HttpHeaderNames.ALLOW, allow);
    }
    if (problem != null) {
      answer.headers().set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
      answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, body.length);
    }
    return answer;
  }
}
