package dev.caravan.local.test.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.caravan.local.bedrock.rule.Fault;
import dev.caravan.local.bedrock.rule.Outcome;
import dev.caravan.local.bedrock.rule.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An editor that uses the schema accepts and refuses the same files as the reader. */
class SchemaTest {

  private static final Path TESTS = Path.of("routes", "tests");
  private static final Path FILE = TESTS.resolve("route-test.schema.json");

  @ParameterizedTest
  @MethodSource("shipped")
  void the_shipped_tests_name_the_schema_and_are_valid(Path file) throws IOException {
    String text = Files.readString(file);

    assertThat(text).startsWith("# yaml-language-server: $schema=" + FILE.getFileName() + "\n");
    assertThat(errors(text)).isEmpty();
  }

  static List<Path> shipped() throws IOException {
    return new TestFiles(Path.of("routes")).find(List.of());
  }

  @Test
  void the_schema_has_the_same_words_as_the_reader() throws IOException {
    JsonNode schema = schema();

    assertThat(properties(schema)).containsExactlyInAnyOrderElementsOf(TestFileReader.FILE);
    assertThat(properties(schema.at("/definitions/test")))
        .containsExactlyInAnyOrderElementsOf(TestFileReader.TEST);
    assertThat(properties(schema.at("/definitions/given")))
        .containsExactlyInAnyOrderElementsOf(TestFileReader.GIVEN);
    assertThat(properties(schema.at("/definitions/given/properties/result/oneOf/1")))
        .containsExactlyInAnyOrderElementsOf(TestFileReader.RESULT);
    assertThat(properties(schema.at("/definitions/step")))
        .containsExactlyInAnyOrderElementsOf(StepReader.FIELDS);
    assertThat(properties(schema.at("/definitions/http")))
        .containsExactlyInAnyOrderElementsOf(StepReader.HTTP);
    assertThat(properties(schema.at("/definitions/message/oneOf/1")))
        .containsExactlyInAnyOrderElementsOf(StepReader.MESSAGE);
    assertThat(properties(schema.at("/definitions/expect")))
        .containsExactlyInAnyOrderElementsOf(Part.labels());
    assertThat(texts(schema.at("/definitions/expect/properties/message/enum")))
        .containsExactlyElementsOf(Part.MESSAGE_STATES);
    assertThat(texts(schema.at("/definitions/http/properties/port/enum")))
        .containsExactlyElementsOf(StepReader.PORTS);
    assertThat(texts(schema.at("/definitions/action/enum")))
        .containsExactlyInAnyOrderElementsOf(actions());
    assertThat(properties(schema.at("/definitions/settings/allOf/1")))
        .containsExactlyInAnyOrderElementsOf(SettingsReader.TAKEN);
    assertNames(schema.at("/definitions/expect/properties/record"), KnownNames.ofRecords());
    assertNames(schema.at("/definitions/expect/properties/deadLetter"), KnownNames.LETTER);
    assertNames(schema.at("/definitions/given/properties/deadLetter/oneOf/1"), KnownNames.LETTER);
    assertNames(
        schema.at("/definitions/expect/properties/objects/additionalProperties/oneOf/1"),
        KnownNames.OBJECT);
    assertNames(
        schema.at("/definitions/expect/properties/modelCalls/oneOf/2/items"), KnownNames.CALL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "tests: []",
        "test: []",
        "tests: [{ name: x, message: a, expect: {} }]",
        "tests: [{ name: x, message: a }]",
        "tests: [{ name: x, expect: { record: any } }]",
        "tests: [{ message: a, expect: { record: any } }]",
        "tests: [{ name: x, message: a, http: { get: / }, expect: { record: any } }]",
        "tests: [{ name: x, message: a, expect: { rekord: any } }]",
        "tests: [{ name: x, message: { prompt: a }, expect: { record: any } }]",
        "tests: [{ name: x, message: a, expect: { message: gone } }]",
        "tests: [{ name: x, message: a, expect: { modelCalls: few } }]",
        "tests: [{ name: x, message: a, model: throtle, expect: { record: any } }]",
        "tests: [{ name: x, message: a, model: { how: prompt }, expect: { record: any } }]",
        "tests: [{ name: x, message: a, within: 0, expect: { record: any } }]",
        "tests: [{ name: x, message: a, given: { rekord: {} }, expect: { record: any } }]",
        "tests: [{ name: x, message: a, expect: { record: { faliure: any } } }]",
        "tests: [{ name: x, message: a, expect: { deadLetter: { raeson: any } } }]",
        "tests: [{ name: x, http: { get: here }, expect: { status: 200 } }]",
        "tests: [{ name: x, http: { get: /, post: / }, expect: { status: 200 } }]",
        "tests: [{ name: x, http: { get: /, port: other }, expect: { status: 200 } }]",
        "tests: [{ name: x, steps: [{ message: a }] }]",
        "tests: [{ name: x, steps: [{ message: a, expect: { record: any } }], message: a }]",
        "tests: [{ name: x, settings: [a], message: a, expect: { record: any } }]",
        "tests: [{ name: x, settings: { caravan.pace.mx: 3 }, message: a, expect: { record: any } }]",
        "tests: [{ name: x, settings: { caravan.pace.max: few }, message: a, expect: { record: any } }]",
        "tests: [{ name: x, settings: { http.port: 80 }, message: a, expect: { record: any } }]",
        "tests: [{ name: x, message: a, model: { action: block, how: promt }, expect: { record: any } }]",
        "tests: [{ name: x, message: a, model: { action: reset, match: { modell: a } }, expect: { record: any } }]",
        "tests: [{ name: x, message: a, model: { action: reset, times: 0 }, expect: { record: any } }]",
        "tests: [{ name: x, message: a, within: 601, expect: { record: any } }]",
        "tests: [{ name: x, message: { body: a, attributes: [b] }, expect: { record: any } }]",
        "tests: [{ name: x, http: { get: /, headers: { A: [b] } }, expect: { status: 200 } }]",
        "tests: [{ name: x, http: { }, expect: { status: 200 } }]",
        "tests: [{ name: x, message: a, expect: { objects: { a.txt: { contenttype: any } } } }]",
        "tests: [{ name: x, message: a, expect: { modelCalls: [{ promt: any }] } }]",
        "tests: [{ name: x, message: a, given: { deadLetter: { reson: any } }, expect: { record: any } }]",
        "tests: [{ name: x, message: a, given: { record: a }, expect: { record: any } }]",
        "tests: [{ name: x, message: a, given: { result: { txt: a } }, expect: { record: any } }]",
        "tests: [{ name: x, message: a, expect: { record: } }]",
      })
  void the_schema_refuses_what_the_reader_refuses(String yaml) throws IOException {
    TestFileReader reader = new TestFileReader(Set.of());
    reader.read("a.test.yaml", yaml);

    assertThat(reader.complaints().lines()).isNotEmpty();
    assertThat(errors(yaml)).isNotEmpty();
  }

  /** What the reader refuses and the schema accepts; docs/editors.md names these, too. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tests: [{ name: x, message: a, expect: { record: any } }, { name: x, message: b, expect: { record: any } }]",
        "tests: [{ name: x, message: a, expect: { status: 200 } }]",
        "tests: [{ name: x, message: a, model: { action: slow, latency: soon }, expect: { record: any } }]",
        "tests: [{ name: x, message: a, given: { record: { stat: done } }, expect: { record: any } }]",
        "tests: [{ name: x, message: a, settings: { our.own: 1 }, expect: { record: any } }]",
        "tests: [{ name: x, message: a, expect: { record: { failure.reasn: absent } } }]",
      })
  void only_the_reader_refuses(String yaml) throws IOException {
    TestFileReader reader = new TestFileReader(Set.of());
    reader.read("a.test.yaml", yaml);

    assertThat(reader.complaints().lines()).isNotEmpty();
    assertThat(errors(yaml)).isEmpty();
  }

  private static Set<ValidationMessage> errors(String yaml) throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(VersionFlag.V7)
            .getSchema(SchemaLocation.of(FILE.toAbsolutePath().toUri().toString()));
    return schema.validate(
        new YamlReader("a.test.yaml", new Complaints()).read(yaml).orElseThrow().json());
  }

  private static JsonNode schema() throws IOException {
    return new ObjectMapper().readTree(FILE.toFile());
  }

  private static void assertNames(JsonNode definition, List<String> names) {
    assertThat(definition.at("/propertyNames/pattern").asText())
        .isEqualTo("^(" + String.join("|", names) + ")(\\..+)?$");
  }

  private static List<String> properties(JsonNode definition) {
    List<String> names = new ArrayList<>();
    definition.path("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static List<String> actions() {
    return Stream.of(
            Stream.of(Fault.values()).map(Fault::action),
            Stream.of(Outcome.values()).map(Outcome::action),
            Stream.of(Wire.values()).map(Wire::action),
            Stream.of("large", "stall"))
        .flatMap(names -> names)
        .distinct()
        .toList();
  }
}
