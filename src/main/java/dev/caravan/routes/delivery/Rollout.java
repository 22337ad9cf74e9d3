package dev.caravan.routes.delivery;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.routes.reload.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * How the first instance got on with a set. The instance that creates this object is the first one.
 *
 * @param first the name of that instance
 * @param faults why the set is not used; empty while it is tried and if it is good
 */
public record Rollout(String set, String first, State state, List<Fault> faults) {

  /** What is known about the set. */
  public enum State {
    /** The first instance loads it. */
    TRYING,
    /** The first instance runs it; all others may follow. */
    OK,
    /** The first instance has rejected it. */
    REJECTED,
    /** The first instance had trouble with it, or ended without an answer. */
    FAILED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  static Rollout trying(String set, String first) {
    return new Rollout(set, first, State.TRYING, List.of());
  }

  Rollout becomes(State next, List<Fault> why) {
    return new Rollout(set, first, next, why);
  }

  /** True if nobody may follow. */
  public boolean isRefused() {
    return state == State.REJECTED || state == State.FAILED;
  }

  /**
   * @throws IllegalArgumentException if this is not a rollout
   */
  static Rollout read(byte[] bytes) {
    try {
      JsonNode json = JSON.readTree(bytes);
      return new Rollout(
          json.path("set").asText(),
          json.path("first").asText(),
          State.valueOf(json.path("state").asText().toUpperCase(Locale.ROOT)),
          Fault.readAll(json.path("findings")));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("It is not JSON.", e);
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can be read.", e);
    }
  }

  byte[] toJson() {
    ObjectNode json =
        JSON.createObjectNode().put("set", set).put("first", first).put("state", state.text());
    Fault.writeAll(faults, json);
    return json.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }
}
