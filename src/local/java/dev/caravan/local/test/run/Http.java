package dev.caravan.local.test.run;

import dev.caravan.local.test.format.Call;
import dev.caravan.local.test.match.Variables;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Sends the requests of tests. */
final class Http {

  private final HttpClient client = HttpClient.newHttpClient();
  private final int apiPort;
  private final int managementPort;

  Http(int apiPort, int managementPort) {
    this.apiPort = apiPort;
    this.managementPort = managementPort;
  }

  /**
   * @throws IOException if no answer came in time
   * @throws IllegalArgumentException if the request is not possible
   */
  Answer send(Call.Http call, Variables variables, Duration within) throws IOException {
    int port = call.management() ? managementPort : apiPort;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + variables.fill(call.path())))
            .timeout(within)
            .method(call.method(), body(call, variables));
    headers(call).forEach((name, value) -> request.header(name, variables.fill(value)));
    long start = System.nanoTime();
    try {
      var response = client.send(request.build(), BodyHandlers.ofByteArray());
      return Answer.of(response, Duration.ofNanos(System.nanoTime() - start));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static BodyPublisher body(Call.Http call, Variables variables) {
    return call.body() == null
        ? BodyPublishers.noBody()
        : BodyPublishers.ofString(Bodies.text(variables.fill(call.body())));
  }

  private static Map<String, String> headers(Call.Http call) {
    Map<String, String> headers = new HashMap<>(call.headers());
    boolean typed =
        headers.keySet().stream().anyMatch(name -> name.equalsIgnoreCase("content-type"));
    if (call.body() != null && !typed) {
      headers.put("Content-Type", "application/json");
    }
    return headers;
  }
}
