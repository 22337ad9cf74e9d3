package dev.caravan.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The API's description that the service serves.
 *
 * @param document the complete {@code /openapi.json}
 */
record OpenApi(JsonNode document) {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  /** The JSON Schema dialect of OpenAPI 3.1, in which {@code components} contains the schemas. */
  private static final JsonMetaSchema DIALECT =
      JsonMetaSchema.builder(JsonMetaSchema.getV202012())
          .keyword(new NonValidationKeyword("components"))
          .build();

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V202012, factory -> factory.metaSchema(DIALECT));
  private static final SchemaValidatorsConfig STRICT =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  static OpenApi of(Api api) {
    return new OpenApi(api.get("/openapi.json").json());
  }

  /** The described operations, such as {@code GET /generations/{id}}. */
  Set<String> operations() {
    Set<String> found = new TreeSet<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue().properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(METHODS::contains)
                    .forEach(
                        method ->
                            found.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return found;
  }

  JsonNode operation(String method, String path) {
    return document.path("paths").path(path).path(method);
  }

  /** What the document says about a status of an operation. */
  String response(String method, String path, int status) {
    return resolved(operation(method, path).path("responses").path(String.valueOf(status)))
        .path("description")
        .asText();
  }

  /** The differences between an answer and its description; empty if they match. */
  List<String> differences(String method, String path, Api.Answer answer) {
    JsonNode response =
        resolved(operation(method, path).path("responses").path(String.valueOf(answer.status())));
    if (response.isMissingNode()) {
      return List.of("status " + answer.status() + " is not described: " + answer.text());
    }
    JsonNode media = response.path("content").path(answer.header("Content-Type"));
    if (media.isMissingNode()) {
      return List.of("content type " + answer.header("Content-Type") + " is not described");
    }
    List<String> differences = new ArrayList<>();
    response
        .path("headers")
        .properties()
        .forEach(
            header -> {
              boolean required = resolved(header.getValue()).path("required").asBoolean(false);
              if (required && answer.header(header.getKey()) == null) {
                differences.add("header " + header.getKey() + " is missing");
              }
            });
    if (answer.header("Content-Type").endsWith("json")) {
      differences.addAll(differences(media.path("schema"), answer.json()));
      // 200 and 202 have one schema, because generated clients read both with one class.
      String kind = answer.json().path("kind").asText();
      if (answer.status() == 202 != kind.equals("queued")) {
        differences.add("a " + answer.status() + " of the kind \"" + kind + '"');
      }
    }
    return differences;
  }

  /**
   * The reasons why an instance does not match a schema; the schema may refer to other schemas of
   * this document. A property that the schema does not describe is one of them, although clients
   * must ignore it.
   */
  List<String> differences(JsonNode schema, JsonNode instance) {
    ObjectNode rooted = schema.deepCopy();
    rooted.set("components", document.path("components").deepCopy());
    rooted.findParents("properties").forEach(OpenApi::close);
    JsonSchema validator = SCHEMAS.getSchema(rooted, STRICT);
    return validator.validate(instance).stream().map(Object::toString).toList();
  }

  private static void close(JsonNode schema) {
    if (!schema.has("additionalProperties") && schema.path("type").asText().equals("object")) {
      ((ObjectNode) schema).put("additionalProperties", false);
    }
  }

  /** Every node named {@code name}, at any depth. */
  Stream<JsonNode> all(String name) {
    return document.findValues(name).stream();
  }

  /** Every media type that has a schema and examples. */
  Stream<JsonNode> exemplified() {
    return all("content")
        .flatMap(content -> StreamSupport.stream(content.spliterator(), false))
        .filter(media -> media.has("schema") && media.has("examples"));
  }

  JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : document.at(reference.substring(1));
  }
}
