package dev.caravan.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Callers that post at the same time, each on a connection of its own. */
final class Crowd {

  static final String BODY = "{\"prompt\":\"a haiku\",\"model\":\"amazon.nova-lite-v1:0\"}";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<CompletableFuture<HttpResponse<String>>> callers = new ArrayList<>();
  private final int port;

  Crowd(int port) {
    this.port = port;
  }

  /** More callers post, and wait for their answers. */
  Crowd post(int more) {
    for (int n = 0; n < more; n++) {
      callers.add(http.sendAsync(request(), HttpResponse.BodyHandlers.ofString()));
    }
    return this;
  }

  private HttpRequest request() {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/generate"))
        .timeout(Duration.ofMinutes(3))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(BODY))
        .build();
  }

  /** A caller that can hang up. */
  static Socket caller(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket
        .getOutputStream()
        .write(
            ("POST /generate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                    + "Content-Length: "
                    + BODY.length()
                    + "\r\n\r\n"
                    + BODY)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** The answers that have come. */
  List<HttpResponse<String>> answered() {
    return callers.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join).toList();
  }

  /** Waits for all answers. */
  List<HttpResponse<String>> answers() {
    return callers.stream().map(CompletableFuture::join).toList();
  }
}
