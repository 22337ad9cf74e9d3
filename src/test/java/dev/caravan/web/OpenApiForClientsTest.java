package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The description of the API avoids what client generators can't read. Each rule comes from a
 * client that did not compile, or that failed after its prompt was paid for. The script {@code
 * .github/scripts/openapi-clients} runs the generators.
 */
class OpenApiForClientsTest {

  private static final Path OPENAPI = Path.of("src/main/resources/dev/caravan/web/openapi.json");
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private static JsonNode document;

  /** Every object of the document, by its JSON pointer; no examples. */
  private static final Map<String, JsonNode> objects = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    document = new ObjectMapper().readTree(Files.readString(OPENAPI));
    objects.clear();
    collect("", document);
    assertThat(objects).hasSizeGreaterThan(200);
  }

  private static void collect(String at, JsonNode node) {
    if (at.endsWith("/examples")) {
      return;
    }
    if (node.isObject()) {
      objects.put(at, node);
      node.properties()
          .forEach(
              field -> collect(at + "/" + field.getKey().replace("/", "~1"), field.getValue()));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      collect(at + "/" + i, node.get(i));
    }
  }

  @Test
  void every_constant_and_every_enumeration_has_a_type() {
    Stream<String> untyped =
        objects.entrySet().stream()
            .filter(at -> at.getValue().path("enum").isArray() || at.getValue().has("const"))
            .filter(at -> !at.getKey().endsWith("/properties") && !at.getValue().has("type"))
            .map(Map.Entry::getKey);

    assertThat(untyped).isEmpty();
  }

  /** Without a format, generators choose 32 bits. */
  @Test
  void integers_without_a_small_maximum_have_a_format() {
    List<String> wrong = new ArrayList<>();
    objects.forEach(
        (at, schema) -> {
          long maximum = schema.path("maximum").asLong(Long.MAX_VALUE);
          boolean isSmall = schema.has("const") || maximum <= Integer.MAX_VALUE;
          boolean isChosen = schema.has("format") && !schema.has("maximum");
          if (types(schema).contains("integer")
              && !isSmall
              && !isChosen
              && !schema.path("format").asText().equals("int64")) {
            wrong.add(at);
          }
        });

    assertThat(wrong).isEmpty();
  }

  /** A deleted result that is made again has a new count of calls, and sums over all of them. */
  @Test
  void the_count_and_the_sums_of_calls_say_which_calls_they_include() {
    assertThat(
            List.of(
                described("/components/schemas/Generation/properties/modelCalls"),
                described("/components/schemas/Usage"),
                described("/components/schemas/CostUsd")))
        .satisfiesExactly(
            count -> assertThat(count).contains("begins again", "redrives", "deleted result"),
            tokens -> assertThat(tokens).contains("all model calls ever made"),
            cost -> assertThat(cost).contains("all model calls ever made"));
  }

  private static String described(String schema) {
    return objects.get(schema).path("description").asText();
  }

  private static List<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    List<String> types = new ArrayList<>(List.of(type.asText()));
    type.forEach(one -> types.add(one.asText()));
    return types;
  }

  @Test
  void every_body_and_every_object_in_it_is_a_named_schema() {
    List<String> unnamed = new ArrayList<>();
    objects.forEach(
        (at, schema) -> {
          boolean isNamed = at.matches("/components/schemas/[A-Za-z]+");
          if (schema.path("properties").isObject() && schema.has("type") && !isNamed) {
            unnamed.add(at);
          }
          if (at.matches(".*/content/application~1(problem\\+)?json/schema")
              && !schema.has("$ref")) {
            unnamed.add(at);
          }
        });

    assertThat(unnamed).isEmpty();
  }

  @Test
  void no_schema_is_a_mixture_that_a_class_can_not_express() {
    Set<String> mixtures = Set.of("allOf", "anyOf", "not", "if", "unevaluatedProperties");

    assertThat(
            objects.entrySet().stream()
                .filter(at -> mixtures.stream().anyMatch(at.getValue()::has))
                .map(Map.Entry::getKey))
        .isEmpty();
  }

  @Test
  void a_choice_of_schemas_is_told_apart_by_a_property_that_each_of_them_requires() {
    List<String> checked = new ArrayList<>();
    objects.forEach(
        (at, schema) -> {
          if (!schema.has("oneOf")) {
            return;
          }
          String property = schema.at("/discriminator/propertyName").asText();
          JsonNode mapping = schema.at("/discriminator/mapping");
          assertThat(mapping.properties()).as(at).hasSameSizeAs(schema.path("oneOf"));
          mapping
              .properties()
              .forEach(
                  entry -> {
                    JsonNode one = document.at(entry.getValue().asText().substring(1));
                    assertThat(one.at("/properties/" + property + "/const").asText())
                        .isEqualTo(entry.getKey());
                    assertThat(one.path("required"))
                        .extracting(JsonNode::asText)
                        .contains(property);
                  });
          checked.add(at);
        });

    assertThat(checked).containsExactly("/components/schemas/GenerateAnswer");
  }

  /** A generated method has one result type, so another type at 202 would be lost. */
  @Test
  void all_successful_answers_of_an_operation_have_the_same_schema() {
    operations()
        .forEach(
            (at, operation) ->
                assertThat(
                        operation.path("responses").properties().stream()
                            .filter(response -> response.getKey().startsWith("2"))
                            .map(response -> response.getValue().at("/content/application~1json"))
                            .map(media -> media.path("schema"))
                            .distinct())
                    .as(at)
                    .hasSize(1));
  }

  @Test
  void every_operation_has_a_description_and_a_name_of_a_verb_and_a_noun() {
    operations()
        .forEach(
            (at, operation) -> {
              assertThat(operation.path("description").asText()).as(at).isNotBlank();
              assertThat(operation.path("operationId").asText())
                  .as(at)
                  .matches("(generate|list|get|delete)[A-Z][A-Za-z]+");
              assertThat(operation.path("responses").has("400")).as(at).isTrue();
            });
  }

  private static Map<String, JsonNode> operations() {
    Map<String, JsonNode> operations = new TreeMap<>();
    objects.forEach(
        (at, node) -> {
          if (at.matches("/paths/[^/]+/[a-z]+")
              && METHODS.contains(at.substring(at.lastIndexOf('/') + 1))) {
            operations.put(at, node);
          }
        });
    assertThat(operations).hasSizeGreaterThan(5);
    return operations;
  }

  @Test
  void images_are_binary() {
    assertThat(
            objects.entrySet().stream()
                .filter(at -> at.getKey().matches(".*/content/image~1[a-z]+"))
                .map(at -> at.getValue().at("/schema/format").asText()))
        .isNotEmpty()
        .containsOnly("binary");
  }

  /** Clients append paths such as {@code /generate} to it. */
  @Test
  void the_server_is_the_one_that_serves_the_description() {
    assertThat(document.at("/servers/0/url").asText()).isEqualTo(".");
  }
}
