package dev.caravan.editors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A schema file as an editor uses it: references to files beside it work, too. */
final class EditorSchema {

  static final Path SETTINGS = Path.of("routes/settings.schema.json");
  static final Path MODELS = Path.of("routes/models.schema.json");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, JsonSchema> parts = new ConcurrentHashMap<>();

  EditorSchema(Path file) {
    this.file = file;
  }

  JsonNode tree() throws IOException {
    return JSON.readTree(Files.readString(file));
  }

  Set<ValidationMessage> errors(String yaml) {
    return errors("", value(yaml));
  }

  /** The errors of a part of the schema, for example {@code /definitions/variables}. */
  Set<ValidationMessage> errors(String part, JsonNode document) {
    return parts.computeIfAbsent(part, this::schema).validate(document);
  }

  static JsonNode value(String yaml) {
    LoadSettings settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
    return JSON.valueToTree(new Load(settings).loadFromString(yaml));
  }

  private JsonSchema schema(String part) {
    return JsonSchemaFactory.getInstance(VersionFlag.V7)
        .getSchema(SchemaLocation.of(file.toAbsolutePath().toUri() + "#" + part));
  }
}
