package dev.caravan.web;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Rules for the headers of every request, on both ports. They are checked before any of the body is
 * read, because Vert.x would write the files of a form to the disk.
 */
final class RequestRules {

  /** Headers that a request may have once. Two servers could each believe another one. */
  private static final List<String> SINGLE =
      List.of("Authorization", "Content-Type", "Idempotency-Key", "Origin", "Sec-Fetch-Site");

  private static final Set<HttpMethod> WITHOUT_BODY =
      Set.of(
          HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE, HttpMethod.OPTIONS, HttpMethod.TRACE);
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String MULTIPART = "multipart/";

  private RequestRules() {}

  /** False if the request breaks a rule; it is then answered. */
  static boolean pass(RoutingContext context, Router router) {
    HttpServerRequest request = context.request();
    MultiMap headers = request.headers();
    for (String name : SINGLE) {
      if (headers.getAll(name).size() > 1) {
        return refuse(
            context, RequestCode.BAD_REQUEST, "The header " + name + " occurs more than once.");
      }
    }
    if (!WITHOUT_BODY.contains(request.method())) {
      return hasReadableBody(context, headers);
    }
    if (hasBody(headers)) {
      EdgeAnswers.allowHead(router);
      if (!EdgeAnswers.isServed(router, context)) {
        // No body would help: the path does not support the method.
        EdgeAnswers.closeAfter(context);
        EdgeAnswers.unmatched(router, context);
        return false;
      }
      return refuse(
          context,
          RequestCode.BAD_REQUEST,
          "A " + request.method().name() + " request has no body. Send it without one.");
    }
    // Vert.x would try to read a form of no bytes.
    headers.remove(HttpHeaders.CONTENT_TYPE);
    return true;
  }

  private static boolean hasReadableBody(RoutingContext context, MultiMap headers) {
    if (!ContentCoding.isIdentity(headers.getAll(HttpHeaders.CONTENT_ENCODING))) {
      context.response().putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
      return refuse(
          context,
          RequestCode.UNSUPPORTED_MEDIA_TYPE,
          "The body is compressed (Content-Encoding). Send it without compression.");
    }
    String type = headers.get(HttpHeaders.CONTENT_TYPE);
    String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
    if (lower.startsWith(MULTIPART)) {
      return refuse(
          context,
          RequestCode.UNSUPPORTED_MEDIA_TYPE,
          "This service accepts no forms with files. Send JSON, with Content-Type:"
              + " application/json.");
    }
    if (lower.startsWith(FORM)) {
      // curl -d declares its JSON as a form, and the older API accepted that. Vert.x would split a
      // form into headers.
      headers.set(HttpHeaders.CONTENT_TYPE, "application/json");
    }
    return true;
  }

  private static boolean hasBody(MultiMap headers) {
    String length = headers.get(HttpHeaders.CONTENT_LENGTH);
    return headers.contains(HttpHeaders.TRANSFER_ENCODING)
        || length != null && !length.matches("0+");
  }

  private static boolean refuse(RoutingContext context, RequestCode code, String detail) {
    if (hasBody(context.request().headers())) {
      EdgeAnswers.closeAfter(context);
    }
    EdgeAnswers.problem(context, code, detail);
    return false;
  }
}
