package dev.caravan.web;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** The headers that every answer has, whatever made it. */
final class AnswerHeaders {

  /**
   * Opened by itself, an answer is data: it runs nothing and asks for nothing. The styles are those
   * with which a browser shows a picture.
   */
  private static final String DATA =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

  private AnswerHeaders() {}

  /** Sets them where an answer leaves, because Camel drops Cache-Control. */
  static void complete(RoutingContext context) {
    MultiMap headers =
        context
            .response()
            .headers()
            .set("X-Content-Type-Options", "nosniff")
            .set("Referrer-Policy", "no-referrer")
            // Pages of other sites can't show what is here; those of the same company can.
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
      // A generation's result never changes; everything else may.
      return "private, max-age=31536000, immutable";
    }
    return (status == 200 || status == 304) && Page.isAt(path) ? "no-cache" : "no-store";
  }
}
