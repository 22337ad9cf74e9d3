package dev.caravan.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host name or an IP address, without a scheme and a port. An IPv6 address has no brackets.
 *
 * @param text in upper or lower case
 */
public record HostName(String text) {

  private static final int LONGEST = 253;
  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?");
  private static final int LONGEST_LABEL = 63;
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

  /** With only these characters and a colon, Java reads an address and never asks a name server. */
  private static final Pattern IPV6 =
      Pattern.compile("(?=.*:)[0-9A-Fa-f:][0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?");

  boolean isValid() {
    return isIpv4() || ipv6().isPresent() || isName();
  }

  /** Whether only this machine can reach it: localhost, 127.0.0.0/8 and ::1, in any spelling. */
  public boolean isLoopback() {
    return text.equalsIgnoreCase("localhost")
        // The whole text must be an address, because 127.evil.example is a host name.
        || text.startsWith("127.") && isIpv4()
        || text.indexOf(':') >= 0 && ipv6().filter(InetAddress::isLoopbackAddress).isPresent();
  }

  private boolean isIpv4() {
    return IPV4.matcher(text).matches();
  }

  private Optional<InetAddress> ipv6() {
    if (!IPV6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  private boolean isName() {
    String[] labels = text.split("\\.", -1);
    return text.length() <= LONGEST
        && Arrays.stream(labels)
            .allMatch(label -> label.length() <= LONGEST_LABEL && LABEL.matcher(label).matches())
        // A number at the end makes it an IPv4 address, and a broken one.
        && !labels[labels.length - 1].matches("\\d+");
  }
}
