package dev.caravan.local.bedrock;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;

/** Sends answers. The caller closes the exchange, which also ends an unfinished answer. */
record Delivery(HttpExchange exchange) {

  private static final String IMAGE = "\"images\":[\"";
  private static final String TEXT = "\"text\":\"";
  private static final int HEAD = 1000;
  private static final int BASE64_GROUP = 4;
  private static final int FILLING = 1 << 16;

  void whole(Answer answer, Duration took) throws IOException {
    start(answer, took);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(answer.body());
    }
  }

  void half(Answer answer, Duration took) throws IOException {
    start(answer, took);
    OutputStream out = exchange.getResponseBody();
    out.write(answer.body(), 0, answer.body().length / 2);
    out.flush();
  }

  /**
   * Sends an answer with a longer image or text. It is never in memory as a whole, so that many can
   * be sent at the same time.
   */
  void enlarged(Answer answer, int bytes, Duration took) throws IOException {
    byte[] body = answer.body();
    int at = middle(body);
    int more = at == 0 ? 0 : Math.max(0, bytes - body.length) / BASE64_GROUP * BASE64_GROUP;
    start(answer, took, body.length + (long) more);
    byte[] filling = new byte[FILLING];
    Arrays.fill(filling, (byte) 'A');
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body, 0, at);
      for (int left = more; left > 0; left -= FILLING) {
        out.write(filling, 0, Math.min(left, FILLING));
      }
      out.write(body, at, body.length - at);
    }
  }

  /** An index within the image or the text, where letters may be added; 0 if there is none. */
  private static int middle(byte[] body) {
    String start = new String(body, 0, Math.min(body.length, HEAD), StandardCharsets.ISO_8859_1);
    int image = start.indexOf(IMAGE);
    if (image >= 0) {
      // Behind the first bytes, which tell the image's type.
      return image + IMAGE.length() + 16 * BASE64_GROUP;
    }
    int text = start.indexOf(TEXT);
    return text < 0 ? 0 : text + TEXT.length();
  }

  private void start(Answer answer, Duration took) throws IOException {
    start(answer, took, answer.body().length);
  }

  private void start(Answer answer, Duration took, long length) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("x-amzn-RequestId", UUID.randomUUID().toString());
    if (answer.status() == 200) {
      headers.set("X-Amzn-Bedrock-Invocation-Latency", String.valueOf(took.toMillis()));
    }
    answer.headers().forEach(headers::set);
    exchange.sendResponseHeaders(answer.status(), length);
  }
}
