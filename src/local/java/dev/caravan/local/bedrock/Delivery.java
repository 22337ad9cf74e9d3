package dev.caravan.local.bedrock;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.UUID;

/** Sends answers. The caller closes the exchange, which also ends an unfinished answer. */
record Delivery(HttpExchange exchange) {

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

  private void start(Answer answer, Duration took) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    headers.set("x-amzn-RequestId", UUID.randomUUID().toString());
    if (answer.status() == 200) {
      headers.set("X-Amzn-Bedrock-Invocation-Latency", String.valueOf(took.toMillis()));
    }
    answer.headers().forEach(headers::set);
    exchange.sendResponseHeaders(answer.status(), answer.body().length);
  }
}
