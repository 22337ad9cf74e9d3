package dev.caravan.bench.http;

import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;

/**
 * A call to the service.
 *
 * @param body null for none
 */
record Request(HttpMethod method, int port, String path, Map<String, String> headers, String body) {

  static Request get(int port, String path) {
    return new Request(HttpMethod.GET, port, path, Map.of(), null);
  }

  /**
   * A prompt.
   *
   * @param number its name at the bench's servers: the account, a dash, letters and digits
   */
  static Request generate(int port, String number, Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("Content-Type", "application/json");
    return new Request(
        HttpMethod.POST,
        port,
        "/generate",
        all,
        "{\"prompt\":\"A mountain lake in the morning, number " + number + "\"}");
  }
}
