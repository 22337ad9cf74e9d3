package dev.caravan.routes.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.routes.reload.Fault;
import java.time.Instant;
import java.util.List;

/**
 * Why an instance does not run the active set.
 *
 * @param activation the id of the activation
 * @param by the instance that found the faults, this one or the first
 */
public record Refusal(String activation, String set, String by, Instant at, List<Fault> faults) {

  static Refusal read(JsonNode json) {
    return new Refusal(
        json.path("activation").asText(),
        json.path("set").asText(),
        json.path("by").asText(),
        Instant.parse(json.path("at").asText()),
        Fault.readAll(json.path("findings")));
  }

  public ObjectNode writeTo(ObjectNode json) {
    json.put("activation", activation).put("set", set).put("by", by).put("at", at.toString());
    Fault.writeAll(faults, json);
    return json;
  }
}
