package dev.caravan.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.Set;

/**
 * Prevents pages of other sites from spending money. A browser on this machine would send their
 * calls, and a service on loopback usually requires no token. Browsers send the origin of a call in
 * {@code Sec-Fetch-Site}, or in {@code Origin} if the connection is not secure. Other callers send
 * neither header.
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
