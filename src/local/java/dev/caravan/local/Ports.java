package dev.caravan.local;

import dev.caravan.cli.CommandFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** Finds out whether ports can be had before anything is started on them. */
final class Ports {

  private final Map<Integer, String> asked = new HashMap<>();

  /**
   * @throws CommandFailedException where the port is taken, by another program or another option
   */
  void require(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw CommandFailedException.misconfigured(
          option + " is " + port + "; it must be a port from 0 to 65535.");
    }
    if (port == 0) {
      return;
    }
    String other = asked.put(port, option);
    if (other != null) {
      throw CommandFailedException.misconfigured(
          option + " and " + other + " are both " + port + "; give each a port of its own.");
    }
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(LocalAws.HOST))) {
      probe.getLocalPort();
    } catch (IOException e) {
      throw new CommandFailedException(
          "Port %d is in use; stop what uses it, or choose another: %s 0".formatted(port, option),
          e);
    }
  }
}
