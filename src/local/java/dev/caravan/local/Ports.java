package dev.caravan.local;

import dev.caravan.cli.CommandFailedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** Checks that ports are free before anything starts on them. */
final class Ports {

  private final Map<Integer, String> asked = new HashMap<>();

  /**
   * @throws CommandFailedException if another program or another option uses the port
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
          option + " and " + other + " are both " + port + "; give each its own port.");
    }
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(LocalAws.HOST))) {
      probe.getLocalPort();
    } catch (IOException e) {
      throw new CommandFailedException(
          "Port %d is in use. Stop the program that uses it, or pick a free port: %s 0"
              .formatted(port, option),
          e);
    }
  }
}
