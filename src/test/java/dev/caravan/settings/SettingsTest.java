package dev.caravan.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private final Map<String, String> values = new HashMap<>();

  @BeforeEach
  void all_that_must_be_set() {
    values.put("sqs.queue.url", "https://sqs.eu-north-1.amazonaws.com/123456789012/prompts");
    values.put("sqs.dead.letter.queue.url", "https://sqs.eu-north-1.amazonaws.com/1/dead");
    values.put("bucket.name", "our-generations");
  }

  @Test
  void nothing_more_needs_to_be_set() {
    assertThat(Settings.check(values::get)).isEmpty();
  }

  @Test
  void all_missing_settings_are_reported_at_once() {
    assertThat(Settings.check(key -> null))
        .hasSize(3)
        .anyMatch(line -> line.startsWith("SQS_QUEUE_URL is not set; it must be the URL"))
        .anyMatch(line -> line.startsWith("SQS_DEAD_LETTER_QUEUE_URL is not set;"))
        .anyMatch(line -> line.startsWith("BUCKET_NAME is not set;"));
  }

  @Test
  void all_malformed_settings_are_reported_at_once() {
    values.put("sqs.queue.url", "prompts");
    values.put("http.port", "eighty");
    values.put("caravan.queue.consumers", "0");
    values.put("caravan.queue.wait-seconds", "60");
    values.put("caravan.http.anonymous", "yes");

    assertThat(Settings.check(values::get))
        .hasSize(5)
        .anyMatch(line -> line.startsWith("SQS_QUEUE_URL is \"prompts\"; it must be"))
        .anyMatch(line -> line.startsWith("HTTP_PORT is \"eighty\"; it must be a port"))
        .anyMatch(line -> line.startsWith("CARAVAN_QUEUE_CONSUMERS is \"0\"; it must be"))
        .anyMatch(line -> line.startsWith("CARAVAN_QUEUE_WAIT_SECONDS is \"60\"; it must be"))
        .anyMatch(line -> line.startsWith("CARAVAN_HTTP_ANONYMOUS is \"yes\"; it must be"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.0.0.0", "::", "10.1.2.3", "::2", "127.evil.example", "caravan.internal"})
  void an_address_that_others_can_reach_needs_tokens_or_a_word_that_it_does_not(String host) {
    values.put("http.host", host);
    assertThat(Settings.check(values::get))
        .singleElement()
        .asString()
        .contains("HTTP_HOST is \"" + host + "\"")
        .contains("set CARAVAN_HTTP_TOKENS or CARAVAN_HTTP_TOKENS_FILE, or")
        .contains("CARAVAN_HTTP_ANONYMOUS=true");

    values.put("caravan.http.anonymous", "false");
    values.put("caravan.http.tokens", "  ");
    assertThat(Settings.check(values::get)).hasSize(1);

    values.put("caravan.http.tokens", "a-long-random-word");
    assertThat(Settings.check(values::get)).isEmpty();

    values.remove("caravan.http.tokens");
    values.put("caravan.http.anonymous", "true");
    assertThat(Settings.check(values::get)).isEmpty();
  }

  @Test
  void an_address_that_is_none_is_malformed_and_not_open() {
    values.put("http.host", "http://x.example");
    values.put("caravan.http.hosts", "Other.Example:9000");

    assertThat(Settings.check(values::get))
        .containsExactlyInAnyOrder(
            "HTTP_HOST is \"http://x.example\"; it must be a host name or an IP address, without a"
                + " port, for example 0.0.0.0",
            "CARAVAN_HTTP_HOSTS is \"Other.Example:9000\"; it must be host names or IP addresses"
                + " without a port, separated by commas, for example images.example.com");
  }

  @Test
  void a_file_of_tokens_opens_an_address_only_if_it_has_a_token(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("tokens");
    values.put("http.host", "0.0.0.0");
    values.put("caravan.http.tokens-file", file.toString());
    String wrong = "CARAVAN_HTTP_TOKENS_FILE is \"" + file + "\", which can't be used: ";
    assertThat(Settings.check(values::get)).containsExactly(wrong + "it does not exist");

    for (String empty : new String[] {"", "\n\n", "# website sha256:" + "0".repeat(64)}) {
      Files.writeString(file, empty);
      assertThat(Settings.check(values::get)).containsExactly(wrong + "it has no token");
    }
    values.put("caravan.http.tokens", "a-long-random-word");
    assertThat(Settings.check(values::get)).containsExactly(wrong + "it has no token");

    Files.writeString(file, "website sha256:" + "0".repeat(64));
    assertThat(Settings.check(values::get)).isEmpty();
    values.remove("caravan.http.tokens");
    assertThat(Settings.check(values::get)).isEmpty();
  }

  @Test
  void a_complaint_about_tokens_repeats_none() {
    values.put("caravan.http.tokens", "first-secret,our site=second-secret");

    assertThat(Settings.check(values::get))
        .singleElement()
        .asString()
        .startsWith("CARAVAN_HTTP_TOKENS is wrong: the text before \"=\" in item 2 is not a name")
        .doesNotContain("secret", "our site");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.0.0.2",
        "127.255.255.254",
        "localhost",
        "LocalHost",
        "::1",
        "0:0:0:0:0:0:0:1"
      })
  void loopback_needs_no_tokens(String host) {
    values.put("http.host", host);

    assertThat(Settings.check(values::get)).isEmpty();
  }

  @Test
  void two_servers_need_two_ports_unless_free_ones_are_picked() {
    values.put("http.port", "9000");
    values.put("management.port", "9000");
    assertThat(Settings.check(values::get))
        .containsExactly("HTTP_PORT and MANAGEMENT_PORT are both 9000; give each its own port");

    values.put("http.port", "0");
    values.put("management.port", "0");
    assertThat(Settings.check(values::get)).isEmpty();
  }

  @Test
  void every_default_and_every_example_is_valid() {
    assertThat(Settings.ALL)
        .allSatisfy(
            setting -> {
              assertThat(setting.complaint(setting.example())).isEmpty();
              if (!setting.isRequired()) {
                assertThat(setting.complaint(setting.fallback())).isEmpty();
              }
            });
  }

  @Test
  void every_setting_has_a_unique_name_and_a_sentence() {
    assertThat(Settings.ALL).extracting(Setting::variable).doesNotHaveDuplicates();
    assertThat(Settings.ALL)
        .allSatisfy(setting -> assertThat(setting.meaning()).matches("[A-Z].*\\."))
        .allSatisfy(setting -> assertThat(setting.variable()).matches("[A-Z0-9_]+"));
  }

  @Test
  void the_names_of_the_older_system_keep_working() {
    assertThat(Settings.ALL).extracting(Setting::variable).contains("SQS_QUEUE_URL", "BUCKET_NAME");
  }

  @Test
  void the_defaults_in_routes_and_properties_are_those_that_are_documented() throws IOException {
    StringBuilder all =
        new StringBuilder(Files.readString(Path.of("src/main/resources/application.properties")));
    try (var routes = Files.newDirectoryStream(Path.of("routes"), "*.camel.yaml")) {
      for (Path route : routes) {
        all.append(Files.readString(route));
      }
    }
    Map<String, String> documented = new HashMap<>();
    Settings.ALL.forEach(setting -> documented.put(setting.key(), setting.fallback()));

    Matcher placeholder =
        Pattern.compile("\\{\\{\\??([a-z][a-z0-9.-]*)(?::([^}]*))?}}").matcher(all);
    while (placeholder.find()) {
      assertThat(documented).containsKey(placeholder.group(1));
      if (placeholder.group(2) != null) {
        assertThat(placeholder.group(2))
            .as(placeholder.group())
            .isEqualTo(documented.get(placeholder.group(1)));
      }
    }
  }

  @Test
  void the_documentation_has_a_row_for_each_setting() {
    assertThat(Settings.markdown().lines()).hasSize(2 + Settings.ALL.size());
    assertThat(Settings.markdown())
        .contains("| `SQS_QUEUE_URL` | `sqs.queue.url` | **required** | The queue that")
        .contains("| `HTTP_PORT` | `http.port` | `8080` |")
        .contains("| `CARAVAN_S3_PREFIX` | `caravan.s3.prefix` | (empty) |");
  }
}
