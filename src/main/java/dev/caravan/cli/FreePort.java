package dev.caravan.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that starts later. The system gives its own free ports to every other
 * connection, too, so one of those could be taken before the server binds it.
 */
public final class FreePort {

  /** The systems take their own ports from 32,768 (Linux) or 49,152 (the others) upward. */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_767;
  private static final int TRIES = 1000;

  private FreePort() {}

  /**
   * @return a port from 20,000 to 32,767 that nothing uses on the loopback address
   * @throws IOException if none of a thousand ports is free
   */
  public static int find() throws IOException {
    return find(FIRST, LAST);
  }

  /**
   * @return a port from {@code first} to {@code last} that nothing uses on the loopback address
   * @throws IOException if none of a thousand ports is free
   */
  public static int find(int first, int last) throws IOException {
    IOException failure = null;
    for (int n = 0; n < TRIES; n++) {
      int port = ThreadLocalRandom.current().nextInt(first, last + 1);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException e) {
        failure = e;
      }
    }
    throw new IOException("no free port from " + first + " to " + last, failure);
  }
}
