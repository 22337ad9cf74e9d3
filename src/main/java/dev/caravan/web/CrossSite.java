package dev.caravan.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Set;

/**
 * Keeps pages of other sites from spending money: a browser on this machine would carry out their
 * calls, and a service on loopback asks nobody for a token. A browser says where a call comes from
 * ({@code Sec-Fetch-Site}, or {@code Origin} where the connection is not secure); callers that are
 * no browsers say neither.
 */
final class CrossSite {

  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);
  private static final Set<String> OURS = Set.of("same-origin", "none");

  private CrossSite() {}

  static boolean is(HttpServerRequest request) {
    if (SAFE.contains(request.method())) {
      return false;
    }
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return !OURS.contains(site);
    }
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin != null
        && !isSame(origin, request.authority() == null ? "" : request.authority().toString());
  }

  private static boolean isSame(String origin, String authority) {
    try {
      return authority.equalsIgnoreCase(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
