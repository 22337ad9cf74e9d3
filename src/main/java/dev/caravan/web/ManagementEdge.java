package dev.caravan.web;

import dev.caravan.events.ContextEvents;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.CamelEvent;

/**
 * Guards the management port. The port requires no token because it listens on loopback, so web
 * pages in a browser on the same machine must not reach it: {@link AllowedHosts} refuses their
 * names, and {@link CrossSite} their calls. A form or a plain cross-site request can't send JSON,
 * so a {@code POST} must be JSON.
 */
public final class ManagementEdge extends ContextEvents {

  private static final AllowedHosts ONLY_LOOPBACK = AllowedHosts.of("");

  private final long maxBodyBytes;

  /**
   * @param maxBodyBytes the largest body that is accepted
   */
  public ManagementEdge(long maxBodyBytes) {
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
        .filter(VertxPlatformHttpRouter::isManagementServer)
        .forEach(this::attach);
  }

  private void attach(VertxPlatformHttpRouter router) {
    if (router.getServer().getVertx() instanceof StrictVertx strict) {
      strict.manage(router.getServer().getServer());
    }
    router
        .route()
        .order(-1000)
        .handler(context -> enter(context, router))
        .failureHandler(context -> EdgeAnswers.failed(context, maxBodyBytes));
    // Camel's own handler has a limit of 10 MB on this port; it lets this one read the body.
    router
        .route()
        .order(-999)
        .handler(BodyHandler.create(false).setBodyLimit(maxBodyBytes))
        .failureHandler(context -> EdgeAnswers.failed(context, maxBodyBytes));
    EdgeAnswers.attach(router, maxBodyBytes);
  }

  private static void enter(RoutingContext context, VertxPlatformHttpRouter router) {
    context.addHeadersEndHandler(
        nothing ->
            context
                .response()
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store"));
    if (!ONLY_LOOPBACK.allow(
        context.request().getHeader(HttpHeaders.HOST), router.getServer().getHost())) {
      EdgeAnswers.problem(
          context,
          RequestCode.FORBIDDEN,
          "This port listens on loopback. Call it as 127.0.0.1 or localhost.");
      return;
    }
    if (!CrossSite.pass(context)) {
      return;
    }
    // Asked first, because the rules declare a form to be JSON, and a browser can send a form.
    boolean isJson = MediaType.of(context.request().getHeader(HttpHeaders.CONTENT_TYPE)).isJson();
    if (!RequestRules.pass(context, router)) {
      return;
    }
    // The body is read before the routes are asked, so one that no route takes is refused here.
    if (context.request().method() != HttpMethod.HEAD && !EdgeAnswers.isServed(router, context)) {
      EdgeAnswers.unmatched(router, context);
      return;
    }
    if (context.request().method() == HttpMethod.POST && !isJson) {
      EdgeAnswers.problem(
          context,
          RequestCode.UNSUPPORTED_MEDIA_TYPE,
          "Send JSON, with Content-Type: application/json.");
      return;
    }
    if (context.request().method() == HttpMethod.HEAD) {
      EdgeAnswers.allowHead(router);
    }
    acceptAnything(context);
    context.next();
  }

  /**
   * Health and metrics have one form each. Camel would answer 406 to a caller that prefers another,
   * and monitoring systems often send a header that names another.
   */
  private static void acceptAnything(RoutingContext context) {
    String accepted = context.request().getHeader(HttpHeaders.ACCEPT);
    if (accepted != null) {
      context.request().headers().set(HttpHeaders.ACCEPT, accepted + ", */*;q=0.001");
    }
  }
}
