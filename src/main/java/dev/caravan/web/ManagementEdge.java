package dev.caravan.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Guards the management port. The port requires no token because it listens on loopback, so web
 * pages in a browser on the same machine must not reach it. A page that resolves its own host name
 * to this machine (DNS rebinding) still sends that name in {@code Host}. A form or a plain
 * cross-site request can't send JSON, so a {@code POST} must be JSON.
 */
public final class ManagementEdge extends EventNotifierSupport {

  private static final List<String> PATHS = List.of("/dead-letters*", "/observe/routes");
  private static final Set<String> LOOPBACK = Set.of("localhost", "::1");

  @Override
  public boolean isEnabled(CamelEvent event) {
    return event instanceof CamelEvent.CamelContextRoutesStartingEvent;
  }

  @Override
  public void notify(CamelEvent event) {
    CamelEvent.CamelContextEvent starting = (CamelEvent.CamelContextEvent) event;
    starting.getContext().getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
        .filter(VertxPlatformHttpRouter::isManagementServer)
        .forEach(ManagementEdge::attach);
  }

  private static void attach(VertxPlatformHttpRouter router) {
    String bound = router.getServer().getHost();
    for (String path : PATHS) {
      router.route(path).order(-1000).handler(context -> enter(context, bound));
      router.route(path).order(-1000).failureHandler(ManagementEdge::failed);
      router.route(path).order(Integer.MAX_VALUE).handler(ManagementEdge::unmatched);
    }
  }

  private static void enter(RoutingContext context, String bound) {
    context.addHeadersEndHandler(
        nothing ->
            context
                .response()
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store"));
    // HTTP/2 has no Host header; the authority replaces it.
    HostAndPort authority = context.request().authority();
    String host = host(authority == null ? null : authority.toString());
    if (isLoopback(bound) && !isLoopback(host) && !bound.equalsIgnoreCase(host)) {
      problem(
          context,
          RequestCode.FORBIDDEN,
          "This port listens on loopback. Call it as 127.0.0.1 or localhost.");
      return;
    }
    if (context.request().method() == HttpMethod.POST && !isJson(context)) {
      problem(
          context,
          RequestCode.UNSUPPORTED_MEDIA_TYPE,
          "Send JSON, with Content-Type: application/json.");
      return;
    }
    context.next();
  }

  /** The host without the port, and without the brackets of an IPv6 address. */
  static String host(String header) {
    if (header == null) {
      return "";
    }
    return header.startsWith("[")
        ? header.replaceFirst("^\\[([^\\]]*)\\](:\\d*)?$", "$1")
        : header.replaceFirst(":\\d*$", "");
  }

  static boolean isLoopback(String host) {
    return LOOPBACK.contains(host.toLowerCase(Locale.ROOT))
        // The whole text must match, because 127.evil.example is a host name.
        || host.matches("127(\\.\\d{1,3}){3}");
  }

  private static boolean isJson(RoutingContext context) {
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }

  private static void failed(RoutingContext context) {
    if (context.statusCode() == 413) {
      problem(
          context, RequestCode.CONTENT_TOO_LARGE, "The body is larger than this service accepts.");
    } else {
      problem(context, Problem.internalError());
    }
  }

  private static void unmatched(RoutingContext context) {
    String allowed =
        switch (context.normalizedPath()) {
          case "/dead-letters" -> "GET";
          case "/dead-letters/redrive", "/dead-letters/discard" -> "POST";
          default -> null;
        };
    if (allowed == null) {
      problem(context, RequestCode.NOT_FOUND, "There is nothing at this path.");
      return;
    }
    context.response().putHeader(HttpHeaders.ALLOW, allowed);
    problem(context, RequestCode.METHOD_NOT_ALLOWED, "This path accepts only " + allowed + ".");
  }

  private static void problem(RoutingContext context, RequestCode code, String detail) {
    problem(context, Problem.of(code, detail, null));
  }

  private static void problem(RoutingContext context, Problem problem) {
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .end(Buffer.buffer(problem.toJson()));
  }
}
