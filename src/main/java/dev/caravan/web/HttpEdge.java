package dev.caravan.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Handles requests that no route answers: callers that may not call (401, 403), paths and methods
 * that no route has (404, 405), and requests that the server rejects (400, 413). The answer is a
 * problem, as for an error in a route.
 */
public final class HttpEdge extends EventNotifierSupport {

  private static final String FORM = "application/x-www-form-urlencoded";

  private final BearerTokens tokens;

  public HttpEdge(BearerTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof CamelEvent.CamelContextRoutesStartingEvent;
  }

  @Override
  public void notify(CamelEvent event) {
    CamelEvent.CamelContextEvent starting = (CamelEvent.CamelContextEvent) event;
    starting.getContext().getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
        .filter(router -> !router.isManagementServer())
        .forEach(this::attach);
  }

  private void attach(Router router) {
    router.route().order(-1000).handler(this::enter).failureHandler(HttpEdge::failed);
    router.route().order(Integer.MAX_VALUE).handler(context -> unmatched(router, context));
  }

  private void enter(RoutingContext context) {
    context.addHeadersEndHandler(nothing -> AnswerHeaders.complete(context));
    if (CrossSite.is(context.request())) {
      problem(context, RequestCode.FORBIDDEN, "This call comes from a page of another site.");
      return;
    }
    if (!Page.isAt(context.normalizedPath())
        && !tokens.allow(context.request().getHeader(HttpHeaders.AUTHORIZATION))) {
      context.response().putHeader("WWW-Authenticate", "Bearer");
      problem(
          context,
          RequestCode.UNAUTHORIZED,
          "Send the header Authorization: Bearer TOKEN with a token of this service.");
      return;
    }
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    if (type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM)) {
      // curl -d declares its JSON as a form, and the older API accepted that. Vert.x would split a
      // form into headers.
      context.request().headers().set(HttpHeaders.CONTENT_TYPE, "application/json");
    }
    context.next();
  }

  private static void failed(RoutingContext context) {
    switch (context.statusCode()) {
      case 413 ->
          problem(
              context,
              RequestCode.CONTENT_TOO_LARGE,
              "The body is larger than this service accepts.");
      case 400 -> problem(context, RequestCode.BAD_REQUEST, "The request is not valid HTTP.");
      default -> problem(context, Problem.internalError());
    }
  }

  private static void unmatched(Router router, RoutingContext context) {
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

  private static boolean matches(String template, String path) {
    if (template == null) {
      return false;
    }
    StringBuilder regex = new StringBuilder();
    for (String part : template.substring(1).split("/", -1)) {
      regex.append('/').append(part.startsWith(":") ? "[^/]+" : Pattern.quote(part));
    }
    return path.matches(regex.toString());
  }

  private static void problem(RoutingContext context, RequestCode code, String detail) {
    problem(context, Problem.of(code, detail, null));
  }

  private static void problem(RoutingContext context, Problem problem) {
    if (context.response().headWritten()) {
      context.request().connection().close();
      return;
    }
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(io.vertx.core.buffer.Buffer.buffer(problem.toJson()));
  }
}
