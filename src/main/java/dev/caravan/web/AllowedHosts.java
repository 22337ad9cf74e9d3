package dev.caravan.web;

import dev.caravan.settings.HostName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The host names by which a port may be called. A page in a browser on this machine can resolve its
 * own host name to this machine (DNS rebinding) and call a port on loopback as if it were its own
 * site, but the browser still sends that name in {@code Host}.
 *
 * @param names that are allowed besides the loopback names, in lower case; empty means: any name on
 *     an address that is not loopback, and no other name on loopback
 */
public record AllowedHosts(List<String> names) {

  private static final Pattern IN_BRACKETS = Pattern.compile("^\\[([^\\]]*)\\](:\\d*)?$");
  private static final Pattern PORT = Pattern.compile(":\\d*$");

  /**
   * @param names separated by commas, each a host name without a port
   */
  public static AllowedHosts of(String names) {
    return new AllowedHosts(
        Arrays.stream(names.split(","))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .filter(name -> !name.isEmpty())
            .toList());
  }

  /**
   * @param header the request's {@code Host}; null if it has none
   * @param bound the address that the port listens on
   */
  boolean allow(String header, String bound) {
    if (names.isEmpty() && !isLoopback(bound)) {
      return true;
    }
    String host = host(header);
    return isLoopback(host) || bound.equalsIgnoreCase(host) || names.contains(host);
  }

  /** The host without the port, and without the brackets of an IPv6 address, in lower case. */
  static String host(String header) {
    if (header == null) {
      return "";
    }
    String host =
        header.startsWith("[")
            ? IN_BRACKETS.matcher(header).replaceFirst("$1")
            : PORT.matcher(header).replaceFirst("");
    return host.toLowerCase(Locale.ROOT);
  }

  static boolean isLoopback(String host) {
    return new HostName(host).isLoopback();
  }
}
