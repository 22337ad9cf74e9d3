package dev.caravan.it.raw;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Sends bytes exactly as they are, as no HTTP client would, and parses what comes back. */
public final class RawHttp {

  /** After this time without a byte, a complete answer is the last one. */
  private static final int QUIET_MILLIS = 250;

  /** The same after a well-formed request, whose answer nothing can follow. */
  private static final int SHORT_QUIET_MILLIS = 10;

  private static final long LONGEST_MILLIS = 20_000;

  private final int port;
  private final long longestMillis;

  public RawHttp(int port) {
    this(port, LONGEST_MILLIS);
  }

  /**
   * @param longestMillis to wait for an answer to requests that may be incomplete
   */
  RawHttp(int port, long longestMillis) {
    this.port = port;
    this.longestMillis = longestMillis;
  }

  /**
   * What came back.
   *
   * @param answers in their order; an incomplete last one is missing
   * @param isClosed the server closed the connection
   */
  public record Outcome(List<RawAnswer> answers, boolean isClosed) {

    /** The only answer that is final; interim ones (1xx) do not count. */
    public RawAnswer only() {
      List<RawAnswer> last = answers.stream().filter(answer -> answer.status() >= 200).toList();
      if (last.size() != 1) {
        throw new AssertionError("not one answer but " + last.size() + ": " + this);
      }
      return last.get(0);
    }
  }

  /** Sends a request without a body to this host, with headers as whole lines. */
  RawAnswer ask(String method, String path, String... headers) {
    String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    String request = "%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n".formatted(method, path, lines);
    return send(request.getBytes(StandardCharsets.ISO_8859_1), 1, SHORT_QUIET_MILLIS).only();
  }

  /** Sends text, one byte for each character. */
  public Outcome send(String request) {
    return send(request.getBytes(StandardCharsets.ISO_8859_1));
  }

  public Outcome send(byte[] request) {
    return send(request, 1);
  }

  /** Sends several requests at once, and waits for this many answers. */
  Outcome send(String requests, int answers) {
    return send(requests.getBytes(StandardCharsets.ISO_8859_1), answers);
  }

  private Outcome send(byte[] request, int answers) {
    return send(request, answers, (int) Math.min(QUIET_MILLIS, longestMillis / 4));
  }

  private Outcome send(byte[] request, int answers, int quietMillis) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(quietMillis);
      try {
        socket.getOutputStream().write(request);
      } catch (IOException e) {
        // The server has answered and closed before it read everything; its answer counts.
        return read(socket, isHead(request), answers);
      }
      return read(socket, isHead(request), answers);
    } catch (IOException e) {
      throw new AssertionError("no connection to port " + port, e);
    }
  }

  private static boolean isHead(byte[] request) {
    return new String(request, 0, Math.min(request.length, 5), StandardCharsets.ISO_8859_1)
        .equals("HEAD ");
  }

  private Outcome read(Socket socket, boolean isHead, int answers) throws IOException {
    AnswerReader reader = new AnswerReader(isHead);
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[8192];
    long end = System.nanoTime() + longestMillis * 1_000_000;
    while (System.nanoTime() < end) {
      try {
        int read = in.read(buffer);
        if (read < 0) {
          return new Outcome(reader.answers(), true);
        }
        reader.add(buffer, read);
      } catch (SocketTimeoutException e) {
        if (reader.isBetweenAnswers() && reader.answers().size() >= answers) {
          return new Outcome(reader.answers(), false);
        }
      } catch (IOException e) {
        return new Outcome(reader.answers(), true);
      }
    }
    return new Outcome(reader.answers(), false);
  }
}
