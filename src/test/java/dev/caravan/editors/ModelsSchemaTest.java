package dev.caravan.editors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.model.Catalogue;
import dev.caravan.model.Family;
import dev.caravan.model.Lifecycle;
import dev.caravan.model.Model;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema of {@code models.yaml} has the fields and the rules of the records that read it. */
class ModelsSchemaTest {

  private static final EditorSchema SCHEMA = new EditorSchema(EditorSchema.MODELS);
  private static final Path FAULTS = Path.of("src/test/resources/lint/faults");

  /**
   * Faults that depend on another entry, on another field's value or on the day: only lint sees
   * them.
   */
  private static final Set<String> BEYOND =
      Set.of(
          "default-ended",
          "fallback-circle",
          "model-default",
          "model-ended",
          "model-ends-soon",
          "model-fallback",
          "model-fallback-over",
          "model-limits",
          "model-retired",
          "model-twice");

  private static final Map<Class<?>, List<String>> TYPES =
      Map.of(
          String.class, List.of("string"),
          int.class, List.of("integer"),
          Integer.class, List.of("integer"),
          long.class, List.of("integer"),
          Double.class, List.of("number"),
          BigDecimal.class, List.of("number"),
          List.class, List.of("array"),
          Map.class, List.of("object"),
          java.time.LocalDate.class, List.of("string"));

  private static final String WRITER =
      """
      default: a.writer
      models:
        - id: a.writer
          name: Writer
          family: converse
          region: us-east-1
          limits: { promptCharacters: 200, outputTokens: 50 }
          price: { inputTokens: 0.00006, outputTokens: 0.00024 }
          lifecycle: { state: active }
      """;
  private static final String PAINTER =
      """
      default: a.painter
      models:
        - id: a.painter
          name: Painter
          family: amazon-image
          region: us-east-1
          limits: { promptCharacters: 200, seed: { min: 0, max: 9 }, sizes: { "1:1": 1024x1024 } }
          price: { image: 0.04 }
          defaults: { aspectRatio: "1:1", quality: standard, cfgScale: 8.0, format: png }
          lifecycle: { state: active }
      """;

  @Test
  void the_shipped_catalogue_names_the_schema_and_is_valid() throws IOException {
    String shipped = Files.readString(Path.of("routes/models.yaml"));

    assertThat(shipped).startsWith("# yaml-language-server: $schema=models.schema.json\n");
    assertThat(SCHEMA.errors(shipped)).isEmpty();
  }

  @Test
  void the_schema_has_the_fields_of_the_records_with_their_types() throws IOException {
    List<String> differences = new ArrayList<>();
    compare(Model.class, SCHEMA.tree().at("/definitions/model"), differences);

    assertThat(differences).isEmpty();
    assertThat(texts(SCHEMA.tree().at("/definitions/model/properties/family/enum")))
        .isEqualTo(Family.ids());
    assertThat(texts(SCHEMA.tree().at("/definitions/lifecycle/properties/state/enum")))
        .isEqualTo(Stream.of(Lifecycle.State.values()).map(Lifecycle.State::text).toList());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void the_schema_refuses_the_planted_faults_that_it_can_see(Path file) throws IOException {
    String name = file.getFileName().toString().replace(".models.yaml", "");

    assertThat(SCHEMA.errors(Files.readString(file)).isEmpty()).isEqualTo(BEYOND.contains(name));
  }

  static List<Path> faults() throws IOException {
    try (Stream<Path> files = Files.list(FAULTS)) {
      return files.filter(file -> file.toString().endsWith(".models.yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limits: { promptCharacters: 200 }",
        "limits: { promptCharacters: 200, outputTokens: 0 }",
        "limits: { promptCharacters: 200, outputTokens: 50, answerBytes: 1000000001 }",
        "limits: { promptCharacters: 200, outputTokens: 50, seed: { min: 0, max: 0 } }",
        "price: { outputTokens: 0.00024 }",
        "price: { inputTokens: 0.00006, outputTokens: free }",
        "parameters: [temprature]",
        "defaults: { temperature: 1.1 }",
        "parameters: []\n    defaults: { temperature: 0.5 }",
        "defaults: { temprature: 0.5 }",
        "lifecycle: { state: old }",
        "lifecycle: { state: active, endOfLife: soon }",
        "family: convers",
        "region: [us-east-1]",
      })
  void the_schema_and_the_reader_refuse_a_text_model_with(String part) {
    refused(with(WRITER, part));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "price: { inputTokens: 0.1 }",
        "parameters: [temperature]",
        "defaults: { temperature: 0.5 }",
        "defaults: { format: gif }",
        "defaults: { quality: best }",
        "defaults: { cfgScale: 1 }",
        "defaults: { cfgScale: 10.5 }",
        "limits: { promptCharacters: 200 }",
        "limits: { promptCharacters: 200, sizes: { \"1:1\": large } }",
      })
  void the_schema_and_the_reader_refuse_an_image_model_with(String part) {
    refused(with(PAINTER, part));
  }

  @Test
  void the_examples_of_this_test_are_valid_without_the_mistake() {
    for (String good : List.of(WRITER, PAINTER)) {
      assertThat(SCHEMA.errors(good)).isEmpty();
      assertThat(Catalogue.parse("models.yaml", good).models()).hasSize(1);
    }
  }

  private static void refused(String yaml) {
    assertThatThrownBy(() -> Catalogue.parse("models.yaml", yaml))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(SCHEMA.errors(yaml)).isNotEmpty();
  }

  /** The entry with this part instead of its own. */
  private static String with(String yaml, String part) {
    String changed = yaml;
    for (String line : part.split("\n *")) {
      String field = line.substring(0, line.indexOf(':') + 1);
      changed = changed.replaceAll("(?m)^    \\Q" + field + "\\E.*\n", "") + "    " + line + "\n";
    }
    return changed;
  }

  private static void compare(Class<?> type, JsonNode schema, List<String> differences) {
    Set<String> required = new TreeSet<>(texts(schema.path("required")));
    Set<String> known = new TreeSet<>();
    schema.path("properties").fieldNames().forEachRemaining(known::add);
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      String shown = type.getSimpleName() + "." + name;
      JsonNode property = resolved(schema.path("properties").path(name));
      if (!known.remove(name)) {
        differences.add(shown + " is not in the schema");
      } else if (component.getType().isRecord()) {
        compare(component.getType(), property, differences);
      } else if (TYPES.containsKey(component.getType()) && !property.has("enum")) {
        String written = property.path("type").asText();
        if (!TYPES.get(component.getType()).contains(written)) {
          differences.add(shown + " is " + written + " in the schema");
        }
      }
      if (isRequired(type, name) && !required.contains(name)) {
        differences.add(shown + " is required");
      }
    }
    known.forEach(name -> differences.add(type.getSimpleName() + " has no " + name));
    if (schema.path("additionalProperties").asBoolean(true)) {
      differences.add(type.getSimpleName() + " allows unknown fields");
    }
  }

  private static JsonNode resolved(JsonNode property) {
    try {
      return property.has("$ref")
          ? SCHEMA.tree().at(property.path("$ref").asText().substring(1))
          : property;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Java puts the annotation of a record component on the constructor's parameter. */
  private static boolean isRequired(Class<?> type, String name) {
    return Stream.of(type.getDeclaredConstructors())
        .flatMap(constructor -> Stream.of(constructor.getParameters()))
        .filter(parameter -> parameter.getName().equals(name))
        .map(parameter -> parameter.getAnnotation(JsonProperty.class))
        .anyMatch(property -> property != null && property.required());
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
