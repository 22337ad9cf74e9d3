package dev.caravan.web;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BiConsumer;

/** Sets the headers that every answer has, whether a route, the server or a check made it. */
final class AnswerHeaders {

  /**
   * An answer that a browser opens directly is data: it runs no script and loads nothing. The
   * browser's own view of a picture needs inline styles.
   */
  private static final String DATA =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

  /**
   * A route that answers HEAD sets the length of the content in this header, because Camel drops
   * the standard one. No answer contains it.
   */
  static final String LENGTH = "Caravan-Content-Length";

  private static final String POLICY = "Content-Security-Policy";

  private AnswerHeaders() {}

  /** Sets the headers that are the same for all answers, except the page's content policy. */
  static void setFixed(BiConsumer<String, String> set) {
    set.accept("X-Content-Type-Options", "nosniff");
    set.accept("Referrer-Policy", "no-referrer");
    // Pages of other sites can't embed the answers; pages of the same site can.
    set.accept("Cross-Origin-Resource-Policy", "same-site");
    set.accept(POLICY, DATA);
  }

  /** Sets the headers just before they are sent, because Camel drops Cache-Control earlier. */
  static void complete(RoutingContext context) {
    MultiMap headers = context.response().headers();
    String length = headers.get(LENGTH);
    if (length != null) {
      headers.remove(LENGTH).set(HttpHeaders.CONTENT_LENGTH, length);
    }
    String policy = headers.get(POLICY);
    setFixed(headers::set);
    headers.set(HttpHeaders.CACHE_CONTROL, cacheControl(context));
    if (policy != null) {
      headers.set(POLICY, policy);
    }
  }

  private static String cacheControl(RoutingContext context) {
    int status = context.response().getStatusCode();
    String path = context.normalizedPath();
    if ((status == 200 || status == 206 || status == 304) && path.endsWith("/content")) {
      // A generation's result never changes; every other answer may.
      return "private, max-age=31536000, immutable";
    }
    return (status == 200 || status == 304) && Page.isAt(path) ? "no-cache" : "no-store";
  }
}
