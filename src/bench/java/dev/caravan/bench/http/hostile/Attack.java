package dev.caravan.bench.http.hostile;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a hostile client sends on a connection before it falls silent. */
public enum Attack {
  HALF_HEADERS(
      "half-sent headers", 10, "POST /generate HTTP/1.1\r\nHost: localhost\r\nX-Half: ", 0),

  /** Nearly all of a body of the largest size that a service accepts by default. */
  HALF_BODY(
      "half-sent bodies",
      30,
      "POST /generate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
          + "Content-Length: 262144\r\n\r\n",
      250_000),

  SILENT("connections without a request", 75, "", 0),

  KEPT_ALIVE(
      "connections kept alive after a request",
      75,
      "GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n",
      0);

  private final String title;
  private final int deadlineSeconds;
  private final byte[] sent;

  Attack(String title, int deadlineSeconds, String head, int bodyBytes) {
    this.title = title;
    this.deadlineSeconds = deadlineSeconds;
    byte[] start = head.getBytes(StandardCharsets.US_ASCII);
    this.sent = java.util.Arrays.copyOf(start, start.length + bodyBytes);
    java.util.Arrays.fill(sent, start.length, sent.length, (byte) ' ');
  }

  /** The name in tables. */
  public String title() {
    return title;
  }

  /** The time within which a service must close such a connection. */
  public int deadlineSeconds() {
    return deadlineSeconds;
  }

  ByteBuffer sent() {
    return ByteBuffer.wrap(sent).asReadOnlyBuffer();
  }
}
