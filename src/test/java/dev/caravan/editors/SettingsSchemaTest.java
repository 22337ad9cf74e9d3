package dev.caravan.editors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.settings.Setting;
import dev.caravan.settings.Setting.Kind;
import dev.caravan.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schema of settings is made from their declaration and accepts the same values. */
class SettingsSchemaTest {

  private static final EditorSchema SCHEMA = new EditorSchema(EditorSchema.SETTINGS);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Kinds of which the schema checks only that they are one value; {@code serve} checks the rest.
   */
  private static final Set<Kind> BEYOND = Set.of(Kind.HOST, Kind.HOSTS, Kind.TOKENS, Kind.TEXT);

  /**
   * Values as YAML writes them. Of a number in quotes, the schema checks only the digits, and of an
   * amount not the decimals: editors calculate with binary fractions.
   */
  private static final List<String> VALUES =
      List.of(
          "0",
          "1",
          "2",
          "20",
          "21",
          "80",
          "81",
          "65535",
          "65536",
          "43200",
          "43201",
          "604800",
          "604801",
          "2147483647",
          "2147483648",
          "-1",
          "1.5",
          "true",
          "false",
          "auto",
          "maybe",
          "text",
          "json",
          "xml",
          "\"\"",
          "\"10\"",
          "\"0.00\"",
          "\"two words\"",
          "a-bucket",
          "A_Bucket",
          "\"titan_{id}\"",
          "\"a/{id}\"",
          "\"/{id}\"",
          "\"../{id}\"",
          "\"{id}{id}\"",
          "https://sqs.eu-north-1.amazonaws.com/1/prompts",
          "https://example.com/one",
          "ftp://host/a/b");

  @Test
  void the_schema_is_made_from_the_declared_settings() throws IOException {
    String expected = SettingsSchema.text();
    if (Boolean.getBoolean("caravan.docs.write")) {
      Files.writeString(EditorSchema.SETTINGS, expected);
    }

    assertThat(Files.readString(EditorSchema.SETTINGS)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void the_schema_and_the_start_of_the_service_refuse_the_same_values(Setting setting) {
    List<String> differences = new ArrayList<>();
    for (String yaml : VALUES) {
      JsonNode value = EditorSchema.value(yaml);
      boolean isRefused = setting.complaint(value.asText()).isPresent();
      for (String part : List.of("keys", "variables")) {
        ObjectNode mapping = JSON.createObjectNode();
        mapping.set(part.equals("keys") ? setting.key() : setting.variable(), value);
        boolean isInvalid = !SCHEMA.errors("/definitions/" + part, mapping).isEmpty();
        // In YAML, a name such as 65535 or true needs quotes.
        boolean needsQuotes = setting.kind() == Kind.BUCKET && !value.isTextual();
        if (isInvalid != isRefused
            && !needsQuotes
            && !(BEYOND.contains(setting.kind()) && !isInvalid)) {
          differences.add(yaml + " in " + part + (isRefused ? " is refused" : " is accepted"));
        }
      }
    }

    assertThat(differences).isEmpty();
  }

  static List<Setting> settings() {
    return Settings.ALL;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "caravan.pace.mx: 3",
        "CARAVAN_PACE_MX: 3",
        "caravan.pace.max: [3]",
        "http.port: { is: 3 }",
        "our.own: [3]",
      })
  void a_misspelled_or_nested_setting_is_refused(String yaml) {
    assertThat(SCHEMA.errors(yaml)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "our.own: 3",
        "camel.main.name: mine",
        "AWS_REGION: eu-north-1",
        "CARAVAN_LOG_LEVEL: DEBUG",
        "CARAVAN_JAVA_OPTS: -Xmx1g",
      })
  void names_that_are_not_caravans_are_accepted(String yaml) {
    assertThat(SCHEMA.errors(yaml)).isEmpty();
  }
}
