package dev.caravan.it.raw;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/**
 * One request with one to four random faults; the same number gives the same bytes.
 *
 * @param seed of the series
 */
record Mutation(long seed, int number) {

  /** Part of every request, in its path, its headers and its body. */
  static final String SECRET = "zebra-in-the-mist";

  private static final String TEXT_MODEL = "\"model\":\"amazon.nova-lite-v1:0\"";

  private static final List<String> TARGETS =
      List.of(
          "GET /",
          "GET /models",
          "GET /openapi.json",
          "GET /page/app.js",
          "GET /generations?limit=2",
          "GET /generations/" + SECRET,
          "GET /generations/" + SECRET + "/content",
          "HEAD /models",
          "OPTIONS *",
          "PUT /generate",
          "DELETE /generations/" + SECRET,
          "GET /observe/health",
          "GET /observe/metrics",
          "GET /dead-letters?limit=1",
          "POST /dead-letters/redrive",
          "POST /generate",
          "POST /generate",
          "POST /generate");

  private static final List<String> HEADERS =
      List.of(
          "Content-Type: application/json",
          "Content-Type: text/plain; charset=\"" + SECRET + "\"",
          "Content-Type: multipart/form-data; boundary=" + SECRET,
          "Content-Type: application/x-www-form-urlencoded; charset=x-" + SECRET,
          "Content-Encoding: gzip",
          "Accept-Encoding: gzip;q=1.0, *;q=0",
          "Accept: text/html;q=" + SECRET,
          "Accept-Language: ,;;q=1",
          "Authorization: Bearer " + SECRET,
          "Authorization: Basic " + SECRET,
          "Cookie: " + SECRET + "=; ;=",
          "Expect: 100-continue",
          "Expect: " + SECRET,
          "If-None-Match: \"" + SECRET + "\", W/*",
          "If-Match: " + SECRET,
          "If-Modified-Since: " + SECRET,
          "Range: bytes=5-" + SECRET,
          "Prefer: respond-async=\"" + SECRET,
          "Prefer: wait=x; y",
          "Idempotency-Key: " + SECRET,
          "Origin: http://" + SECRET + "/%%",
          "Sec-Fetch-Site: " + SECRET,
          "traceparent: 00-" + SECRET,
          "Connection: close, " + SECRET,
          "Connection: Upgrade",
          "Upgrade: h2c",
          "Upgrade: websocket",
          "HTTP2-Settings: " + SECRET,
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "Sec-WebSocket-Version: 13",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: " + SECRET,
          "Content-Length: 12",
          "Host: " + SECRET,
          "CamelHttpMethod: " + SECRET,
          "X-" + SECRET + ": \u0001\u00ff");

  private static final List<String> BODIES =
      List.of(
          "{\"prompt\":\"" + SECRET + "\"," + TEXT_MODEL + "}",
          "{\"prompt\":\"" + SECRET + "\"," + TEXT_MODEL + ",\"seed\":1e400}",
          "{\"prompt\":\"" + SECRET + "\",\"metadata\":{\"a\":\"b\"}," + TEXT_MODEL + "}",
          "{\"ids\":[\"" + SECRET + "\"],\"dryRun\":true}",
          "[[[[" + SECRET,
          "\u001f\u008b\b\u0000" + SECRET,
          "c;x=" + SECRET + "\r\n{\"prompt\":1}\r\n0\r\n\r\n",
          "");

  byte[] request() {
    Random random = new Random(seed * 1_000_003 + number);
    StringBuilder request = new StringBuilder(pick(TARGETS, random)).append(" HTTP/1.1\r\n");
    request.append("Host: localhost\r\n");
    for (int lines = random.nextInt(4); lines > 0; lines--) {
      request.append(pick(HEADERS, random)).append("\r\n");
    }
    String body = pick(BODIES, random);
    if (random.nextInt(4) > 0) {
      request.append("Content-Type: application/json\r\n");
    }
    if (random.nextInt(5) > 0) {
      request.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    request.append("\r\n").append(body);
    if (random.nextInt(3) == 0) {
      // Another request in the same connection, or what is left of one.
      request
          .append(SECRET)
          .append(" /")
          .append(SECRET)
          .append(" ")
          .append(SECRET)
          .append("\r\n\r\n");
    }
    byte[] bytes = request.toString().getBytes(StandardCharsets.ISO_8859_1);
    for (int faults = random.nextInt(4); faults > 0; faults--) {
      bytes = mutated(bytes, random);
    }
    return bytes;
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    if (bytes.length < 2) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    int to = Math.min(bytes.length, at + 1 + random.nextInt(12));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    switch (random.nextInt(7)) {
      case 0 -> out.write(random.nextInt(256));
      case 1 -> {
        out.write(bytes, at, to - at);
        out.write(bytes, at, to - at);
      }
      case 2 -> out.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
      case 3 -> out.writeBytes("%".repeat(random.nextInt(3)).getBytes(StandardCharsets.ISO_8859_1));
      case 4 -> out.writeBytes(new byte[random.nextInt(20)]);
      case 5 -> {
        // What follows is missing: the client has left.
        return out.toByteArray();
      }
      default -> {
        // The bytes from here on are missing.
      }
    }
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }

  @Override
  public String toString() {
    return new String(request(), StandardCharsets.ISO_8859_1);
  }
}
