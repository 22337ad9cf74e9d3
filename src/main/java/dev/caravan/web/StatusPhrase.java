package dev.caravan.web;

import io.netty.handler.codec.http.HttpResponseStatus;

/** The reason phrases of RFC 9110, for the status line of an answer and the title of a problem. */
final class StatusPhrase {

  private StatusPhrase() {}

  /** Netty has the names of the older RFC 7231 and RFC 4918. */
  static HttpResponseStatus of(int status) {
    return switch (status) {
      case 413 -> new HttpResponseStatus(status, "Content Too Large");
      case 414 -> new HttpResponseStatus(status, "URI Too Long");
      case 416 -> new HttpResponseStatus(status, "Range Not Satisfiable");
      case 422 -> new HttpResponseStatus(status, "Unprocessable Content");
      default -> HttpResponseStatus.valueOf(status);
    };
  }
}
