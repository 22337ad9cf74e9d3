package dev.caravan.web;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Sets the headers that every answer has, whether a route, the server or a check made it. */
final class AnswerHeaders {

  /**
   * An answer that a browser opens directly is data: it runs no script and loads nothing. The
   * browser's own view of a picture needs inline styles.
   */
  private static final String DATA =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

  private AnswerHeaders() {}

  /** Sets the headers just before they are sent, because Camel drops Cache-Control earlier. */
  static void complete(RoutingContext context) {
    MultiMap headers =
        context
            .response()
            .headers()
            .set("X-Content-Type-Options", "nosniff")
            .set("Referrer-Policy", "no-referrer")
            // Pages of other sites can't embed the answers; pages of the same site can.
            .set("Cross-Origin-Resource-Policy", "same-site")
            .set(HttpHeaders.CACHE_CONTROL, cacheControl(context));
    if (!headers.contains("Content-Security-Policy")) {
      headers.set("Content-Security-Policy", DATA);
    }
  }

  private static String cacheControl(RoutingContext context) {
    int status = context.response().getStatusCode();
    String path = context.normalizedPath();
    if (status == 200 && path.endsWith("/content")) {
      // A generation's result never changes; every other answer may.
      return "private, max-age=31536000, immutable";
    }
    return (status == 200 || status == 304) && Page.isAt(path) ? "no-cache" : "no-store";
  }
}
