package dev.caravan.local.guard;

import dev.caravan.settings.HostName;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognizes requests that a page of another site has sent from this machine's browser. Such a page
 * can reach loopback in two ways: it sends a request to 127.0.0.1, and the browser names the page's
 * site in {@code Origin} or {@code Sec-Fetch-Site}; or it points its own name at 127.0.0.1 (DNS
 * rebinding), and the browser sends that name in {@code Host}.
 */
public final class OtherSites {

  private static final Pattern AUTHORITY =
      Pattern.compile("(?:([A-Za-z0-9.-]+)|\\[([0-9A-Fa-f:.]+)])(?::\\d{1,5})?");
  private static final Set<String> OURS = Set.of("same-origin", "same-site", "none");

  /** The sentence for the answer to a refused request. */
  public static final String MESSAGE =
      "This server answers requests to loopback names only, and none from pages of other sites;"
          + " Host, Origin or Sec-Fetch-Site names another site.";

  private OtherSites() {}

  /**
   * @param headers the values of a header, by its name in any case; empty if there are none
   * @param isLink whether the request carries its own permission, as a presigned URL does. Browsers
   *     may follow such a URL from any page, but no script of another site may read it.
   */
  public static boolean sent(Function<String, List<String>> headers, boolean isLink) {
    List<String> hosts = headers.apply("Host");
    return hosts.size() != 1
        || !isLoopbackAuthority(hosts.get(0))
        || !headers.apply("Origin").stream().allMatch(OtherSites::isLoopback)
        || !isLink && !OURS.containsAll(headers.apply("Sec-Fetch-Site"));
  }

  private static boolean isLoopback(String origin) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null && isLoopbackAuthority(authority);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isLoopbackAuthority(String authority) {
    Matcher parts = AUTHORITY.matcher(authority);
    return parts.matches()
        && new HostName(parts.group(1) == null ? parts.group(2) : parts.group(1)).isLoopback();
  }
}
