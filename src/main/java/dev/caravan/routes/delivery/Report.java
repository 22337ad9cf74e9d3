package dev.caravan.routes.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one instance says about its routes.
 *
 * @param set the hash of the set that runs, or {@link Activation#IMAGE}
 * @param since when the set began to run
 * @param refusal why the active set does not run; empty if it runs or is still awaited
 * @param needRestart the files whose changes need a restart
 * @param isStopped true for the last report of an instance
 */
public record Report(
    String instance,
    String set,
    Instant since,
    Optional<Refusal> refusal,
    Set<String> needRestart,
    boolean isStopped) {

  /** An instance repeats its report after this time. */
  static final Duration EVERY = Duration.ofSeconds(60);

  /** The age at which a report counts no more, because its instance has ended. */
  static final Duration EXPIRY = Duration.ofSeconds(150);

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @throws IllegalArgumentException if this is not a report
   */
  static Report read(byte[] bytes) {
    try {
      JsonNode json = JSON.readTree(bytes);
      List<String> restart = new ArrayList<>();
      json.path("needRestart").forEach(file -> restart.add(file.asText()));
      return new Report(
          json.path("instance").asText(),
          json.path("set").asText(),
          Instant.parse(json.path("since").asText()),
          json.has("rejected")
              ? Optional.of(Refusal.read(json.path("rejected")))
              : Optional.empty(),
          new TreeSet<>(restart),
          json.path("stopped").asBoolean());
    } catch (IOException | DateTimeException e) {
      throw new IllegalArgumentException("It is not a report.", e);
    }
  }

  public ObjectNode writeTo(ObjectNode json) {
    json.put("instance", instance).put("set", set).put("since", since.toString());
    refusal.ifPresent(refused -> refused.writeTo(json.putObject("rejected")));
    needRestart.forEach(json.putArray("needRestart")::add);
    if (isStopped) {
      json.put("stopped", true);
    }
    return json;
  }

  byte[] toJson() {
    return writeTo(JSON.createObjectNode()).toPrettyString().getBytes(StandardCharsets.UTF_8);
  }
}
