package dev.caravan.web;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What both ports answer to requests that no route answers: a problem, as for an error in a route.
 */
final class EdgeAnswers {

  /** The failures that Vert.x finds before a route runs. Its own answers are text or HTML. */
  private static final int[] FAILURES = {400, 404, 405, 406, 413, 414, 415, 417, 431, 500};

  private static final int BAD_REQUEST = 400;
  private static final int INTERNAL_ERROR = 500;
  private static final Logger LOG = LoggerFactory.getLogger(EdgeAnswers.class);

  private EdgeAnswers() {}

  /**
   * Answers all failures of the router with problems.
   *
   * @param maxBodyBytes the limit that a 413 names
   */
  static void attach(VertxPlatformHttpRouter router, long maxBodyBytes) {
    for (int status : FAILURES) {
      router.errorHandler(status, context -> failed(context, maxBodyBytes));
      // The router that the server itself calls finds some errors before it calls ours.
      if (router.getServer().getServer().requestHandler() instanceof Router first) {
        first.errorHandler(status, context -> failed(context, maxBodyBytes));
      }
    }
    router
        .route()
        .order(Integer.MAX_VALUE)
        .handler(context -> unmatched(router, context))
        .failureHandler(context -> failed(context, maxBodyBytes));
  }

  /** Lets every route that has GET answer HEAD. Routes may have been added since the last call. */
  static void allowHead(Router router) {
    for (Route route : router.getRoutes()) {
      Set<HttpMethod> methods = route.methods();
      if (methods != null
          && methods.contains(HttpMethod.GET)
          && !methods.contains(HttpMethod.HEAD)) {
        route.method(HttpMethod.HEAD);
      }
    }
  }

  static void failed(RoutingContext context, long maxBodyBytes) {
    switch (context.statusCode()) {
      case 400 -> problem(context, RequestCode.BAD_REQUEST, "The request is not valid.");
      case 404 -> problem(context, RequestCode.NOT_FOUND, "There is nothing at this path.");
      case 413 -> tooLarge(context, maxBodyBytes);
      case 417 ->
          problem(
              context,
              RequestCode.EXPECTATION_FAILED,
              "The only expectation that is met is 100-continue.");
      default -> otherFailure(context);
    }
  }

  private static void otherFailure(RoutingContext context) {
    int status = context.statusCode();
    if (status > BAD_REQUEST && status < INTERNAL_ERROR) {
      problem(
          context,
          Problem.of(status, RequestCode.BAD_REQUEST.name(), "The request is not valid.", null));
      return;
    }
    // Other numbers are those of connections that broke. Camel logs the errors of its routes.
    boolean isOurs = !context.response().closed() && !context.response().headWritten();
    if (status == INTERNAL_ERROR && isOurs) {
      LOG.error("A request failed before it reached a route", context.failure());
    }
    problem(context, Problem.internalError());
  }

  private static void tooLarge(RoutingContext context, long maxBodyBytes) {
    closeAfter(context);
    problem(
        context,
        RequestCode.CONTENT_TOO_LARGE,
        "The body is larger than %,d bytes, the most that this service accepts."
            .formatted(maxBodyBytes));
  }

  static void unmatched(Router router, RoutingContext context) {
    allowHead(router);
    Set<String> allowed = new TreeSet<>();
    for (Route route : router.getRoutes()) {
      if (route.methods() != null && matches(route.getPath(), context.normalizedPath())) {
        route.methods().stream().map(HttpMethod::name).forEach(allowed::add);
      }
    }
    if (allowed.isEmpty()) {
      problem(context, RequestCode.NOT_FOUND, "There is nothing at this path.");
      return;
    }
    String methods = String.join(", ", allowed);
    context.response().putHeader(HttpHeaders.ALLOW, methods);
    problem(context, RequestCode.METHOD_NOT_ALLOWED, "This path accepts only " + methods + ".");
  }

  /** Whether a route takes this request; also a route of a prefix, and one for all methods. */
  static boolean isServed(Router router, RoutingContext context) {
    String path = context.normalizedPath();
    return router.getRoutes().stream()
        .filter(route -> route.getPath() != null)
        .filter(
            route ->
                route.methods() == null || route.methods().contains(context.request().method()))
        .anyMatch(
            route ->
                matches(route.getPath(), path)
                    || !route.isExactPath() && path.startsWith(route.getPath()));
  }

  private static boolean matches(String template, String path) {
    if (template == null) {
      return false;
    }
    StringBuilder regex = new StringBuilder();
    for (String part : List.of(template.substring(1).split("/", -1))) {
      regex.append('/').append(part.startsWith(":") ? "[^/]+" : Pattern.quote(part));
    }
    return path.matches(regex.toString());
  }

  /** The rest of the body is not worth reading. */
  static void closeAfter(RoutingContext context) {
    context.response().putHeader(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
  }

  static void problem(RoutingContext context, RequestCode code, String detail) {
    problem(context, Problem.of(code, detail, null));
  }

  static void problem(RoutingContext context, Problem problem) {
    if (context.response().closed() || context.response().ended()) {
      // The client has left.
      return;
    }
    if (context.response().headWritten()) {
      context.request().connection().close();
      return;
    }
    AnswerHeaders.setFixed((name, value) -> context.response().putHeader(name, value));
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(Buffer.buffer(problem.toJson()));
  }
}
