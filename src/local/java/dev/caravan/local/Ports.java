package dev.caravan.local;

import dev.caravan.cli.CommandFailedException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses the ports before anything starts on them. A port that the user names must be free; a
 * usual port that another program uses is replaced by a free one.
 */
final class Ports {

  /** Tells a server to take any free port. */
  static final int ANY = 0;

  /**
   * A port of one server.
   *
   * @param option the name of its option
   * @param given what the user wants; null if the option is missing
   * @param usual the port without the option
   * @param address that the server listens on
   */
  record Wanted(String option, Integer given, int usual, String address) {}

  private final PortClaims claims;
  private final Map<Integer, String> asked = new HashMap<>();
  private final List<Integer> inUse = new ArrayList<>();

  Ports(PortClaims claims) {
    this.claims = claims;
  }

  /**
   * @return the port of each option, 0 for any free one
   * @throws CommandFailedException if another program or another option uses a port that the user
   *     has named
   */
  Map<String, Integer> choose(List<Wanted> all) {
    Map<String, Integer> chosen = new HashMap<>();
    // What the user names comes first, because it may be the usual port of another server.
    all.stream()
        .filter(wanted -> wanted.given() != null)
        .forEach(wanted -> chosen.put(wanted.option(), required(wanted)));
    all.stream()
        .filter(wanted -> wanted.given() == null)
        .forEach(wanted -> chosen.put(wanted.option(), usualOrAny(wanted)));
    return chosen;
  }

  /** The usual ports that something else uses. */
  List<Integer> inUse() {
    return List.copyOf(inUse);
  }

  private int required(Wanted wanted) {
    int port = wanted.given();
    String option = wanted.option();
    if (port < 0 || port > 65_535) {
      throw CommandFailedException.misconfigured(
          option + " is " + port + "; it must be a port from 0 to 65535.");
    }
    if (port == ANY) {
      return ANY;
    }
    String other = asked.put(port, option);
    if (other != null) {
      throw CommandFailedException.misconfigured(
          option + " and " + other + " are both " + port + "; give each its own port.");
    }
    if (!isFree(port, wanted.address()) || !claims.claim(port)) {
      throw CommandFailedException.misconfigured(
          "Port %d is in use. Stop the program that uses it, or pick a free port: %s 0"
              .formatted(port, option));
    }
    return port;
  }

  private int usualOrAny(Wanted wanted) {
    int port = wanted.usual();
    if (!asked.containsKey(port) && isFree(port, wanted.address()) && claims.claim(port)) {
      asked.put(port, wanted.option());
      return port;
    }
    inUse.add(port);
    return ANY;
  }

  private static boolean isFree(int port, String address) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(address))) {
      return probe.isBound();
    } catch (BindException e) {
      return false;
    } catch (IOException e) {
      // The address is wrong, which the server says better.
      return true;
    }
  }
}
