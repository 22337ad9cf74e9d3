package dev.caravan.web;

import dev.caravan.events.ContextEvents;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.CamelEvent;

/**
 * Handles requests that no route answers: callers that may not call (401, 403), paths and methods
 * that no route has (404, 405), and requests that break a rule (400, 413, 415). The answer is a
 * problem, as for an error in a route.
 */
public final class HttpEdge extends ContextEvents {

  private final BearerTokens tokens;
  private final AllowedHosts hosts;
  private final long maxBodyBytes;

  /**
   * @param maxBodyBytes the limit that a 413 names
   */
  public HttpEdge(BearerTokens tokens, AllowedHosts hosts, long maxBodyBytes) {
    this.tokens = tokens;
    this.hosts = hosts;
    this.maxBodyBytes = maxBodyBytes;
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

  private void attach(VertxPlatformHttpRouter router) {
    router
        .route()
        .order(-1000)
        .handler(context -> enter(context, router))
        .failureHandler(context -> EdgeAnswers.failed(context, maxBodyBytes));
    EdgeAnswers.attach(router, maxBodyBytes);
  }

  private void enter(RoutingContext context, VertxPlatformHttpRouter router) {
    context.addHeadersEndHandler(nothing -> AnswerHeaders.complete(context));
    if (!hosts.allow(context.request().getHeader(HttpHeaders.HOST), router.getServer().getHost())) {
      EdgeAnswers.problem(
          context,
          RequestCode.FORBIDDEN,
          "This service is not called by this host name. CARAVAN_HTTP_HOSTS lists the names that"
              + " are allowed besides localhost.");
      return;
    }
    if (!CrossSite.pass(context) || !RequestRules.pass(context, router) || !isKnown(context)) {
      return;
    }
    if (context.request().method() == HttpMethod.HEAD) {
      EdgeAnswers.allowHead(router);
    }
    context.next();
  }

  /** Without the path that Camel's own setting may put in front of every route. */
  private static String path(RoutingContext context) {
    String before = context.mountPoint();
    String path = context.normalizedPath();
    return before != null && before.length() > 1 && path.startsWith(before)
        ? path.substring(before.length())
        : path;
  }

  private boolean isKnown(RoutingContext context) {
    if (Page.isAt(path(context))
        || tokens.allow(context.request().getHeader(HttpHeaders.AUTHORIZATION))) {
      return true;
    }
    context.response().putHeader("WWW-Authenticate", "Bearer");
    EdgeAnswers.problem(
        context,
        RequestCode.UNAUTHORIZED,
        "Send the header Authorization: Bearer TOKEN with a token of this service.");
    return false;
  }
}
