package dev.caravan.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.generation.GenerationId;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Calls the API of a running service for a command. */
final class ServiceClient {

  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Longer than the service takes for any call that makes no model call. */
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private static final int OK = 200;
  private static final int CLIENT_ERROR = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Follows no redirect, so the token reaches no other host. */
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  private final ServiceAddress address;
  private final Optional<String> token;

  ServiceClient(ServiceAddress address, Optional<String> token) {
    this.address = address;
    this.token = token;
  }

  ServiceAddress address() {
    return address;
  }

  /**
   * The record of a generation.
   *
   * @throws ServiceException if there is none, or if the service does not answer with one
   */
  JsonNode generation(String id) {
    return json(send(get(path(id)), "generation " + id));
  }

  /** The record of a generation; empty if there is none. */
  Optional<JsonNode> find(String id) {
    try {
      return Optional.of(generation(id));
    } catch (ServiceException e) {
      if (e.isUnknown()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A page of generations with these query parameters. */
  JsonNode list(ListQuery query) {
    return json(send(get("/generations" + query.text()), "list of generations"));
  }

  /** Cancels a generation that waits; one that has ended stays. Returns its record. */
  JsonNode cancel(String id) {
    return json(send(request(path(id) + "?only=cancel").DELETE(), "generation " + id));
  }

  JsonNode models() {
    return json(send(get("/models"), "list of models"));
  }

  /** Puts a prompt on the queue; the same key never makes it twice. */
  JsonNode enqueue(JsonNode body, String idempotencyKey) {
    return json(
        send(
            request("/generate")
                .header("Content-Type", "application/json")
                .header("Prefer", "respond-async")
                .header("Idempotency-Key", idempotencyKey)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())),
            "call to generate"));
  }

  /** A result, which the caller must close. */
  record Content(String type, InputStream bytes) {}

  Content content(String id) {
    HttpResponse<InputStream> answer = send(get(path(id) + "/content"), "result of " + id);
    return new Content(answer.headers().firstValue("Content-Type").orElse(""), answer.body());
  }

  private static String path(String id) {
    if (!GenerationId.isValid(id)) {
      throw new IllegalArgumentException("not an id");
    }
    return "/generations/" + id;
  }

  private HttpRequest.Builder get(String path) {
    return request(path).GET();
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.at(path))
            .timeout(ANSWER)
            .header("User-Agent", "caravan-cli");
    token.ifPresent(known -> request.header("Authorization", "Bearer " + known));
    return request;
  }

  /** The answer, if it is a success. */
  private HttpResponse<InputStream> send(HttpRequest.Builder request, String what) {
    try {
      HttpResponse<InputStream> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      if (answer.statusCode() / 100 != OK / 100) {
        throw refused(answer, what);
      }
      return answer;
    } catch (ConnectException e) {
      throw noAnswer("Is it running?");
    } catch (HttpTimeoutException e) {
      throw noAnswer("It took too long.");
    } catch (IOException e) {
      throw noAnswer(new TerminalText(String.valueOf(e.getMessage())) + ".");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("Interrupted.", e);
    }
  }

  private ServiceException noAnswer(String why) {
    return new ServiceException(
        0,
        "No service answers at %s. %s Set its address with --url or %s, or use --local."
            .formatted(address, why, ServiceAddress.VARIABLE));
  }

  private ServiceException refused(HttpResponse<InputStream> answer, String what)
      throws IOException {
    int status = answer.statusCode();
    if (status == UNAUTHORIZED) {
      return new ServiceException(status, unauthorized());
    }
    if (status == NOT_FOUND) {
      return new ServiceException(status, "There is no %s at %s.".formatted(what, address));
    }
    String detail = detail(answer);
    return new ServiceException(
        status,
        status / 100 == CLIENT_ERROR / 100 && !detail.isEmpty()
            ? detail
            : "The service at %s answered %d. %s".formatted(address, status, detail).strip());
  }

  private String unauthorized() {
    return token.isPresent()
        ? "The service at %s does not know this token.".formatted(address)
            + " Correct CARAVAN_TOKEN or the file with the token."
        : "The service at %s requires a token.".formatted(address)
            + " Set CARAVAN_TOKEN, or name a file with --token-file.";
  }

  /** The problem's detail; empty if the answer is not a problem, for example a proxy's page. */
  private static String detail(HttpResponse<InputStream> answer) throws IOException {
    try (InputStream body = answer.body()) {
      JsonNode problem = JSON.readTree(body.readNBytes(100_000));
      return new TerminalText(problem == null ? "" : problem.path("detail").asText()).toString();
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private JsonNode json(HttpResponse<InputStream> answer) {
    String text = text(answer);
    try {
      JsonNode read = JSON.readTree(text);
      if (read.isObject()) {
        return read;
      }
    } catch (JsonProcessingException e) {
      // The same as JSON of another kind.
    }
    throw new ServiceException(
        answer.statusCode(),
        "The answer of %s is not that of a Caravan service. Check the address.".formatted(address));
  }

  private String text(HttpResponse<InputStream> answer) {
    try (InputStream body = answer.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw noAnswer("The answer ended early.");
    }
  }
}
