package dev.caravan.it.faults.single;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A request or an answer of HTTP/1.1, as it was on the wire.
 *
 * @param start the request line or the status line
 * @param headers by their names in lower case
 * @param head everything up to and including the empty line
 * @param wire the body as it was sent, with the framing of chunks
 */
record HttpMessage(String start, Map<String, String> headers, byte[] head, byte[] wire) {

  /** Reads a request; null if the connection has ended. */
  static HttpMessage request(InputStream in) throws IOException {
    return read(in, false, false);
  }

  /**
   * @param toHead true if the request was HEAD, whose answer has no body
   */
  static HttpMessage answer(InputStream in, boolean toHead) throws IOException {
    HttpMessage answer = read(in, true, toHead);
    if (answer == null) {
      throw new EOFException("no answer");
    }
    return answer;
  }

  private static HttpMessage read(InputStream in, boolean isAnswer, boolean bodiless)
      throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    String start = line(in, head);
    if (start == null) {
      return null;
    }
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in, head); line != null && !line.isEmpty(); line = line(in, head)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    boolean none = bodiless || isAnswer && start.matches("\\S+ (1\\d\\d|204|304)( .*)?");
    return new HttpMessage(
        start, headers, head.toByteArray(), none ? new byte[0] : body(in, headers, isAnswer));
  }

  private static byte[] body(InputStream in, Map<String, String> headers, boolean isAnswer)
      throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return chunks(in);
    }
    if (headers.containsKey("content-length")) {
      return in.readNBytes(Integer.parseInt(headers.get("content-length")));
    }
    return isAnswer ? in.readAllBytes() : new byte[0];
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line(in, wire).split(";")[0].strip(), 16);
      if (size == 0) {
        // The trailers end with an empty line.
        for (String line = line(in, wire); line != null && !line.isEmpty(); ) {
          line = line(in, wire);
        }
        return wire.toByteArray();
      }
      wire.write(in.readNBytes(size));
      line(in, wire);
    }
  }

  /** Reads up to the next line feed; null at the end of the connection. */
  private static String line(InputStream in, ByteArrayOutputStream copy) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int read = in.read();
    if (read < 0) {
      return null;
    }
    for (; read >= 0; read = in.read()) {
      copy.write(read);
      if (read == '\n') {
        break;
      }
      line.write(read);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  String method() {
    return start.substring(0, start.indexOf(' '));
  }

  /** The path of a request, without its query. */
  String path() {
    return start.split(" ")[1].split("\\?")[0];
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The body as text, without the framing of chunks. */
  String body() throws IOException {
    if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return new String(wire, StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    ByteArrayOutputStream unused = new ByteArrayOutputStream();
    InputStream in = new ByteArrayInputStream(wire);
    while (true) {
      int size = Integer.parseInt(line(in, unused).split(";")[0].strip(), 16);
      if (size == 0) {
        return body.toString(StandardCharsets.UTF_8);
      }
      body.write(in.readNBytes(size));
      line(in, unused);
    }
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(head);
    out.write(wire);
    out.flush();
  }

  /** Writes the first half of its bytes. */
  void writeHalfTo(OutputStream out) throws IOException {
    int half = (head.length + wire.length) / 2;
    out.write(head, 0, Math.min(half, head.length));
    out.write(wire, 0, Math.max(0, half - head.length));
    out.flush();
  }
}
