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
 * @param prompts how many prompts the first instance has finished with it during the trial; {@link
 *     #UNKNOWN} if nobody has counted
 * @param faults why the set is not used; empty while it is tried and if it is good
 */
public record Rollout(String set, String first, State state, long prompts, List<Fault> faults) {

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

  /** Instead of a number of prompts. */
  public static final long UNKNOWN = -1;

  private static final ObjectMapper JSON = new ObjectMapper();

  static Rollout trying(String set, String first) {
    return new Rollout(set, first, State.TRYING, UNKNOWN, List.of());
  }

  Rollout becomes(State next, List<Fault> why) {
    return new Rollout(set, first, next, prompts, why);
  }

  Rollout after(long finished) {
    return new Rollout(set, first, state, finished, faults);
  }

  /**
   * True if the set is good, and prompts were finished with it during its trial, or nobody has
   * counted them.
   */
  public boolean isProven() {
    return state == State.OK && prompts != 0;
  }

  /** True if the set counts as good only because no prompt was finished during its trial. */
  public boolean isIdle() {
    return state == State.OK && prompts == 0;
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
          json.path("prompts").asLong(UNKNOWN),
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
    if (prompts != UNKNOWN) {
      json.put("prompts", prompts);
    }
    Fault.writeAll(faults, json);
    return json.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }
}
