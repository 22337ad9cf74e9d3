package dev.caravan.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A user's folder with a copy of the shipped routes, a {@code caravan local} that runs them, and a
 * second terminal.
 */
record Laptop(Path folder, Launched local, Api api, Api management, Api bedrock)
    implements AutoCloseable {

  static Laptop start(Path folder) throws IOException {
    ReloadingCaravan.copyShipped(Files.createDirectories(folder.resolve("routes")));
    Launched local = run(folder, Launched.localOnFreePorts("--json", "--routes", "routes"));
    String line = local.line();
    if (line == null) {
      throw new AssertionError("caravan local did not start: " + local.err());
    }
    JsonNode where = new ObjectMapper().readTree(line);
    return new Laptop(
        folder, local, api(where, "http"), api(where, "management"), api(where, "bedrockEndpoint"));
  }

  private static Api api(JsonNode where, String name) {
    return new Api(URI.create(where.path(name).asText()).getPort());
  }

  /** Runs a command in the second terminal. */
  Launched terminal(String... arguments) {
    return run(folder, arguments);
  }

  private static Launched run(Path folder, String... arguments) {
    return Launched.startIn(folder, folder, Map.of(), arguments);
  }

  /** What the first terminal has shown. */
  String log() throws IOException {
    return local.err();
  }

  Path routes() {
    return folder.resolve("routes");
  }

  /** The record of a generation. */
  JsonNode generation(String id) {
    return api.get("/generations/" + id).json();
  }

  /** Adds a rule for Bedrock's misbehaviour, as the tour does with curl. */
  void bedrockShould(String rule) {
    Api.Answer answer =
        bedrock.send(
            bedrock.request("/_caravan/rules").POST(HttpRequest.BodyPublishers.ofString(rule)));
    if (answer.status() >= 300) {
      throw new AssertionError(answer.text());
    }
  }

  @Override
  public void close() {
    local.close();
  }
}
