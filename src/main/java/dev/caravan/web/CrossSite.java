package dev.caravan.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Set;

/**
 * Prevents pages of other sites from spending money or moving dead letters. A browser on this
 * machine would send their calls, and a port on loopback usually requires no token. Browsers say in
 * {@code Sec-Fetch-Site} whose page calls; no page can change that, so it decides, even if a proxy
 * has changed {@code Host}. On connections that are not secure they send only {@code Origin}. Other
 * callers send neither header.
 */
final class CrossSite {

  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final Set<String> OURS = Set.of("same-origin", "none");

  private CrossSite() {}

  /** Refuses the request of another site; false if it has been answered. */
  static boolean pass(RoutingContext context) {
    if (!is(context.request())) {
      return true;
    }
    EdgeAnswers.problem(
        context,
        RequestCode.FORBIDDEN,
        "This call comes from a page of another site: Sec-Fetch-Site or Origin names another one"
            + " than Host.");
    return false;
  }

  private static boolean is(HttpServerRequest request) {
    if (SAFE.contains(request.method())) {
      return false;
    }
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return !OURS.contains(site);
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null && !isSame(origin, request);
  }

  private static boolean isSame(String origin, HttpServerRequest request) {
    if (request.authority() == null) {
      return false;
    }
    try {
      return request.authority().toString().equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
