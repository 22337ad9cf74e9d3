package dev.caravan.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A client that sends the first bytes of a request at once, and the others slowly.
 *
 * @param first sent at once
 * @param drip sent one byte every 100 ms, again and again; empty for a client that stays silent
 */
record SlowClient(String name, String first, String drip) {

  private static final int STEP_MILLIS = 100;

  /**
   * What the client saw.
   *
   * @param open how long the server kept the connection open
   */
  record Seen(String received, Duration open, boolean isClosed) {}

  /** Talks to the server until it closes the connection, or for the longest time. */
  Seen talk(int port, Duration longest) {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      long start = System.nanoTime();
      boolean closed = false;
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(STEP_MILLIS);
      socket.getOutputStream().write(first.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[8192];
      for (int sent = 0; !closed && System.nanoTime() - start < longest.toNanos(); ) {
        try {
          int read = in.read(buffer);
          closed = read < 0;
          received.write(buffer, 0, Math.max(0, read));
        } catch (SocketTimeoutException e) {
          if (!drip.isEmpty()) {
            closed = !hasSent(socket, drip.charAt(sent++ % drip.length()));
          }
        } catch (IOException e) {
          closed = true;
        }
      }
      return new Seen(
          received.toString(StandardCharsets.ISO_8859_1),
          Duration.ofNanos(System.nanoTime() - start),
          closed);
    } catch (IOException e) {
      throw new AssertionError(this + " was cut off: " + received, e);
    }
  }

  private static boolean hasSent(Socket socket, char next) {
    try {
      socket.getOutputStream().write(next);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
