package dev.caravan.editors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.settings.Setting;
import dev.caravan.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Makes {@code routes/settings.schema.json} from the declared settings. */
final class SettingsSchema {

  /** Variables that the launcher and the logging read; they are no placeholders. */
  static final List<String> OTHER_VARIABLES = List.of("CARAVAN_LOG_LEVEL", "CARAVAN_JAVA_OPTS");

  private static final ObjectMapper JSON = new ObjectMapper();

  private SettingsSchema() {}

  static String text() throws JsonProcessingException {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", "Caravan's settings");
    schema.put(
        "description",
        "Settings by key, as in routes and route tests, or by environment variable."
            + " docs/configuration.md lists them.");
    // Each of the two accepts all names that do not begin like its own.
    ArrayNode both = schema.putArray("allOf");
    both.addObject().put("$ref", "#/definitions/keys");
    both.addObject().put("$ref", "#/definitions/variables");
    ObjectNode definitions = schema.putObject("definitions");
    definitions.set("keys", mapping("caravan[.]", Setting::key, List.of()));
    definitions.set("variables", mapping("CARAVAN_", Setting::variable, OTHER_VARIABLES));
    ObjectNode values = definitions.putObject("values");
    Settings.ALL.forEach(setting -> values.set(setting.key(), value(setting)));
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
    return JSON.writer(printer).writeValueAsString(schema).replace("\" : ", "\": ") + "\n";
  }

  /**
   * Names that begin like Caravan's must be Caravan's. Others may belong to the routes, to Camel or
   * to AWS.
   */
  private static ObjectNode mapping(
      String ours, Function<Setting, String> name, List<String> others) {
    ObjectNode mapping = JSON.createObjectNode();
    mapping.put("type", "object");
    ObjectNode properties = mapping.putObject("properties");
    List<String> known = new ArrayList<>();
    for (Setting setting : Settings.ALL) {
      properties
          .putObject(name.apply(setting))
          .put("$ref", "#/definitions/values/" + setting.key());
      known.add(name.apply(setting).replace(".", "[.]"));
    }
    for (String other : others) {
      properties.putObject(other).put("type", "string");
      known.add(other);
    }
    scalar(mapping.putObject("additionalProperties"));
    mapping
        .putObject("propertyNames")
        .put("pattern", "^(?!" + ours + ")|^(" + String.join("|", known) + ")$")
        .put("patternErrorMessage", "Unknown setting; docs/configuration.md lists all.");
    return mapping;
  }

  private static ObjectNode value(Setting setting) {
    ObjectNode value = JSON.createObjectNode();
    value.put("description", setting.meaning() + " Must be " + setting.kind().right() + ".");
    boolean isRequired = setting.fallback() == null;
    switch (setting.kind()) {
      case QUEUE_URL -> text(value, "https?://[^/]+/[^/]+/[^/]+", isRequired);
      case NAME -> {
        text(value, "(?!/)(?!.*(//|[.][.]))[A-Za-z0-9._/-]*\\{id}[A-Za-z0-9._/-]*", isRequired);
        value.put("maxLength", 100);
      }
      case BUCKET -> text(value, "[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", isRequired);
      case WORD -> {
        scalar(value);
        value.put("pattern", whole("[A-Za-z0-9._/#:-]{1,255}", isRequired));
      }
      case ROUTES -> {
        scalar(value);
        String s3 = "s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_.=/-]*)?";
        value.put("pattern", whole("(?!s3:).*|" + s3, isRequired));
      }
      case PORT -> whole(value, 0, 65_535, isRequired);
      case COUNT, SECONDS -> whole(value, 1, Integer.MAX_VALUE, isRequired);
      case PERCENT -> whole(value, 1, 80, isRequired);
      case NUMBER -> whole(value, 0, Integer.MAX_VALUE, isRequired);
      case URL_SECONDS -> whole(value, 1, 604_800, isRequired);
      case VISIBILITY -> whole(value, 2, 43_200, isRequired);
      case WAIT -> whole(value, 0, 20, isRequired);
      case FLAG -> oneOf(value, isRequired, "true", "false");
      case SWITCH -> oneOf(value, isRequired, "auto", "true", "false");
      case LOG_FORMAT -> oneOf(value, isRequired, "text", "json");
      case MONEY -> {
        value.putArray("type").add("number").add("string");
        value.put("exclusiveMinimum", 0).put("maximum", 999_999_999.999999);
        value.put("pattern", whole("(?![0.]+$)\\d{1,9}(\\.\\d{1,6})?", isRequired));
      }
      // Their forms are more than a pattern can say.
      case HOST, HOSTS, TOKENS, TEXT -> scalar(value);
    }
    if (!isRequired && !setting.fallback().isEmpty()) {
      value.put("default", setting.fallback());
    }
    value.putArray("examples").add(setting.example());
    return value;
  }

  private static void scalar(ObjectNode value) {
    value.putArray("type").add("string").add("number").add("boolean");
  }

  private static void text(ObjectNode value, String pattern, boolean isRequired) {
    value.put("type", "string").put("pattern", whole(pattern, isRequired));
  }

  private static void whole(ObjectNode value, long least, long most, boolean isRequired) {
    value.putArray("type").add("integer").add("string");
    value.put("minimum", least).put("maximum", most);
    value.put("pattern", whole("\\d{1,10}", isRequired));
  }

  private static void oneOf(ObjectNode value, boolean isRequired, String... words) {
    ArrayNode allowed = value.putArray("enum");
    for (String word : words) {
      allowed.add(word);
      if (word.equals("true") || word.equals("false")) {
        allowed.add(Boolean.parseBoolean(word));
      }
    }
    if (!isRequired) {
      allowed.add("");
    }
  }

  /** An empty text means the default, except for required settings. */
  private static String whole(String pattern, boolean isRequired) {
    return isRequired ? "^" + pattern + "$" : "^(" + pattern + ")?$";
  }
}
