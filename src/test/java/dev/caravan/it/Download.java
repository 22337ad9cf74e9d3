package dev.caravan.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that asks for a content, and reads only when the test says so. */
final class Download {

  /** Small, so that the server notices soon that nobody reads. */
  private static final int RECEIVE_BUFFER = 16_384;

  private final Socket socket = new Socket();
  private String head;

  Download(int port, String path) throws IOException {
    socket.setReceiveBufferSize(RECEIVE_BUFFER);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(30_000);
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                .formatted(path)
                .getBytes(StandardCharsets.US_ASCII));
  }

  /** The status line and the headers; known after reading. */
  String head() {
    return head;
  }

  /** Reads until the connection ends, whichever way it does. */
  byte[] readRest() {
    return readSlowly(65_536, 0);
  }

  /**
   * Reads the body.
   *
   * @param bytes to read at once, at most
   * @param pauseMillis between two reads
   */
  byte[] readSlowly(int bytes, long pauseMillis) {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (socket) {
      InputStream in = socket.getInputStream();
      for (byte[] next = in.readNBytes(bytes); next.length > 0; next = in.readNBytes(bytes)) {
        read.write(next);
        Thread.sleep(pauseMillis);
      }
    } catch (IOException e) {
      // The server has reset the connection.
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
    String text = read.toString(StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    head = text.substring(0, Math.max(0, end));
    return end < 0 ? new byte[0] : text.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1);
  }

  void leave() throws IOException {
    socket.close();
  }
}
