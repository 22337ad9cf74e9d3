package dev.caravan.editors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A schema file as an editor uses it: references to files beside it work, too. */
record EditorSchema(Path file) {

  static final Path SETTINGS = Path.of("routes/settings.schema.json");
  static final Path MODELS = Path.of("routes/models.schema.json");
  static final Path ROUTE_TESTS = Path.of("routes/tests/route-test.schema.json");

  private static final ObjectMapper JSON = new ObjectMapper();

  JsonNode tree() throws IOException {
    return JSON.readTree(Files.readString(file));
  }

  Set<ValidationMessage> errors(String yaml) {
    return errors(value(yaml));
  }

  Set<ValidationMessage> errors(JsonNode document) {
    return schema("").validate(document);
  }

  /** The errors of a part of the schema, for example {@code /definitions/variables}. */
  Set<ValidationMessage> errors(String part, JsonNode document) {
    return schema("#" + part).validate(document);
  }

  static JsonNode value(String yaml) {
    LoadSettings settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
    return JSON.valueToTree(new Load(settings).loadFromString(yaml));
  }

  private JsonSchema schema(String fragment) {
    return JsonSchemaFactory.getInstance(VersionFlag.V7)
        .getSchema(
            com.networknt.schema.SchemaLocation.of(file.toAbsolutePath().toUri() + fragment));
  }
}
