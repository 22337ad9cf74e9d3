package dev.caravan.local.bedrock;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Admits only requests that address loopback by its own name. Otherwise a web page could change the
 * rules, with a form or with a name that was rebound to 127.0.0.1.
 */
final class LoopbackOnly {

  private static final Pattern LOOPBACK =
      Pattern.compile(
          "(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1\\])(?::\\d{1,5})?", Pattern.CASE_INSENSITIVE);

  boolean allows(Headers headers) {
    List<String> hosts = headers.getOrDefault("Host", List.of());
    return hosts.size() == 1
        && LOOPBACK.matcher(hosts.get(0)).matches()
        && headers.getOrDefault("Origin", List.of()).stream().allMatch(this::isLoopback);
  }

  private boolean isLoopback(String origin) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null && LOOPBACK.matcher(authority).matches();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
