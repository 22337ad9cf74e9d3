package dev.caravan.routes.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The contents of {@code current.json}: the active set and its history. Both are one object, so one
 * conditional write changes both.
 *
 * @param activations the newest first; never empty
 */
public record Pointer(List<Activation> activations) {

  /** How many activations are kept. Older versions of the bucket's object contain the rest. */
  static final int KEPT = 100;

  private static final int SCHEMA = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The activation that counts. */
  public Activation newest() {
    return activations.get(0);
  }

  Pointer with(Activation next) {
    List<Activation> all = new ArrayList<>(List.of(next));
    all.addAll(activations);
    return new Pointer(List.copyOf(all.subList(0, Math.min(KEPT, all.size()))));
  }

  /**
   * @throws IllegalArgumentException if this is not a pointer, or one of a newer Caravan
   */
  static Pointer read(byte[] bytes) {
    JsonNode json;
    try {
      json = JSON.readTree(bytes);
    } catch (IOException e) {
      throw new IllegalArgumentException("It is not JSON.", e);
    }
    if (json.path("schema").asInt() != SCHEMA) {
      throw new IllegalArgumentException(
          "Its schema is %s; this version of Caravan reads %d."
              .formatted(json.path("schema"), SCHEMA));
    }
    List<Activation> all = new ArrayList<>(List.of(Activation.read(json.path("active"))));
    json.path("history").forEach(older -> all.add(Activation.read(older)));
    return new Pointer(List.copyOf(all));
  }

  byte[] toJson() {
    ObjectNode json = JSON.createObjectNode().put("schema", SCHEMA);
    newest().writeTo(json.putObject("active"));
    ArrayNode history = json.putArray("history");
    activations.stream().skip(1).forEach(older -> older.writeTo(history.addObject()));
    return json.toPrettyString().getBytes(StandardCharsets.UTF_8);
  }
}
