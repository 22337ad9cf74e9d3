package dev.caravan.routes.lint.dsl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.routes.lint.dsl.Shape.Scalar.Type;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The shapes of the route language, read from the JSON schema in camel-yaml-dsl. A general
 * validator would report "none of the 27 alternatives matched". This class knows that the
 * alternatives of this schema are keys of which only one is allowed.
 */
final class Schema {

  private static final String FILE = "/schema/camelYamlDsl.json";
  private static final String LANGUAGE = "org.apache.camel.model.language.";
  private static final String STEP = "org.apache.camel.model.ProcessorDefinition";

  private final JsonNode root;
  private final Map<String, Shape> named = new HashMap<>();

  private Schema(JsonNode root) {
    this.root = root;
  }

  static Schema read() {
    try (InputStream in = Schema.class.getResourceAsStream(FILE)) {
      return new Schema(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + FILE + " of camel-yaml-dsl", e);
    }
  }

  /** One item of a route file. */
  Shape item() {
    return mapping(root.path("items"), false, true);
  }

  private Shape shape(JsonNode schema) {
    if (!schema.has("$ref")) {
      return made(schema, false);
    }
    String name = name(schema);
    Shape known = named.get(name);
    if (known == null) {
      known = made(root.path("items").path("definitions").path(name), name.equals(STEP));
      named.put(name, known);
    }
    return known;
  }

  private Shape made(JsonNode schema, boolean single) {
    for (JsonNode variant : schema.path("oneOf")) {
      if (variant.path("type").asText().equals("object")) {
        return mapping(merged(schema, variant), true, single);
      }
    }
    return switch (schema.path("type").asText()) {
      case "object" -> schema.has("properties") ? mapping(schema, false, single) : new Shape.Any();
      case "array" -> new Shape.Sequence(() -> shape(schema.path("items")));
      case "number", "integer" -> new Shape.Scalar(Type.NUMBER, List.of());
      case "boolean" -> new Shape.Scalar(Type.FLAG, List.of());
      case "string" ->
          schema.has("enum")
              ? new Shape.Scalar(Type.WORD, texts(schema.path("enum")))
              : new Shape.Scalar(Type.TEXT, List.of());
      default -> new Shape.Any();
    };
  }

  /** The schema lists required keys next to the variants, not inside them. */
  private static JsonNode merged(JsonNode schema, JsonNode variant) {
    return schema.has("required")
        ? ((com.fasterxml.jackson.databind.node.ObjectNode) variant.deepCopy())
            .set("required", schema.path("required"))
        : variant;
  }

  private Shape mapping(JsonNode schema, boolean orText, boolean single) {
    Map<String, Supplier<Shape>> keys = new LinkedHashMap<>();
    schema
        .path("properties")
        .properties()
        .forEach(key -> keys.put(key.getKey(), () -> shape(key.getValue())));
    List<Set<String>> choices = new ArrayList<>();
    Set<String> expressions = new LinkedHashSet<>();
    for (JsonNode group : schema.path("anyOf")) {
      Map<String, JsonNode> alternatives = alternatives(group);
      alternatives.forEach((key, value) -> keys.put(key, () -> shape(value)));
      alternatives.forEach(
          (key, value) -> {
            if (name(value).startsWith(LANGUAGE)) {
              expressions.add(key);
            }
          });
      choices.add(alternatives.keySet());
    }
    Set<String> required = new LinkedHashSet<>(texts(schema.path("required")));
    return new Shape.Mapping(keys, required, choices, expressions, orText, single);
  }

  /** The keys of which only one is allowed, with the schema of each value. */
  private Map<String, JsonNode> alternatives(JsonNode group) {
    Map<String, JsonNode> found = new LinkedHashMap<>();
    for (JsonNode variant : group.path("oneOf")) {
      if (variant.has("$ref")) {
        JsonNode definition = root.path("items").path("definitions").path(name(variant));
        definition.path("anyOf").forEach(inner -> found.putAll(alternatives(inner)));
      }
      variant
          .path("properties")
          .properties()
          .forEach(key -> found.put(key.getKey(), key.getValue()));
    }
    return found;
  }

  private static String name(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    return reference.substring(reference.lastIndexOf('/') + 1);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
