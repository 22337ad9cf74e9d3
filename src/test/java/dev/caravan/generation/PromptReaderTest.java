package dev.caravan.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptReaderTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PromptReader reader = new PromptReader(10_000);

  @Test
  void every_field_is_read() {
    Prompt prompt =
        reader.fromHttp(
            utf8(
                """
                {"prompt": "a lake", "model": "m", "aspectRatio": "16:9", "seed": 7,
                 "negativePrompt": "people", "metadata": {"order": "12", "for": "Ann"},
                 "system": " Answer in verse. "}"""));

    assertThat(prompt)
        .isEqualTo(
            new Prompt(
                "a lake",
                "m",
                "16:9",
                7L,
                "people",
                Map.of("order", "12", "for", "Ann"),
                "Answer in verse."));
  }

  @Test
  void what_is_left_out_or_null_in_a_message_is_null() {
    assertThat(reader.fromHttp(utf8("{\"prompt\": \"a lake\"}"))).isEqualTo(Prompt.of("a lake"));
    assertThat(
            reader
                .fromMessage(
                    """
                    {"prompt": "a lake", "model": null, "aspectRatio": null, "seed": null,
                     "negativePrompt": null, "metadata": null, "system": null}""")
                .prompt())
        .isEqualTo(Prompt.of("a lake"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prompt\":\"a cat\"}",
        "\n\uFEFF{ \"seed\": 7, \"prompt\": \"a cat\" } ",
        "{\"prompt\":null,\"unknown\":1}",
        "\"{\\\"prompt\\\":\\\"a cat\\\"}\"",
        "{\"prompt\":\"a cat\",\"prompt\":\"a dog\"}"
      })
  void a_request_as_the_text_of_the_prompt_is_refused_by_name(String text) {
    String body = JsonNodeFactory.instance.objectNode().put("prompt", text).toString();
    for (ThrowingCallable read :
        List.<ThrowingCallable>of(
            () -> reader.fromHttp(utf8(body)), () -> reader.fromMessage(body))) {
      assertThatThrownBy(read)
          .isInstanceOf(InvalidPromptException.class)
          .hasMessage(
              "\"prompt\" contains a JSON object that has a \"prompt\" itself; send only its text.")
          .matches(e -> !((InvalidPromptException) e).isMalformed());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"a cat\"}",
        "{}",
        "[{\"prompt\":\"a cat\"}]",
        "\"a cat\"",
        "42",
        "{\"prompt\":\"a cat\"} as XML",
        "{\"prompt\":\"a cat\"",
        "{\"item\":{\"prompt\":\"a cat\"}}",
        "{prompt}"
      })
  void other_json_may_be_the_text_of_the_prompt(String text) {
    String body = JsonNodeFactory.instance.objectNode().put("prompt", text).toString();

    assertThat(reader.fromHttp(utf8(body))).isEqualTo(Prompt.of(text));
    assertThat(reader.fromMessage(body).prompt()).isEqualTo(Prompt.of(text));
  }

  @Test
  void json_that_is_too_deep_to_read_may_be_the_text_of_the_prompt() {
    String text = "[".repeat(2_000);
    String body = JsonNodeFactory.instance.objectNode().put("prompt", text).toString();

    assertThat(reader.fromHttp(utf8(body))).isEqualTo(Prompt.of(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model", "aspectRatio", "seed", "negativePrompt", "metadata"})
  void null_is_refused_by_http_because_the_schema_has_no_null(String field) {
    assertThatThrownBy(
            () -> reader.fromHttp(utf8("{\"prompt\": \"a lake\", \"" + field + "\": null}")))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isFalse())
        .hasMessage("\"" + field + "\" is a JSON null; omit it to have the default.");
  }

  @Test
  void metadata_is_counted_in_code_points() {
    ObjectNode body = JSON.createObjectNode().put("prompt", "a");
    body.putObject("metadata").put("\uD83C\uDF32".repeat(64), "\uD83C\uDF32".repeat(512));

    assertThat(reader.fromHttp(utf8(body.toString())).metadata()).hasSize(1);

    body.putObject("metadata").put("n", "\uD83C\uDF32".repeat(513));
    assertThatThrownBy(() -> reader.fromHttp(utf8(body.toString())))
        .hasMessageContaining("longer than 512 characters");
  }

  @Test
  void the_limit_that_json_exceeds_is_named() {
    Map<String, String> limits =
        Map.of(
            "[".repeat(100_000) + "]".repeat(100_000),
            "with more than 1,000 levels;",
            "{\"seed\":" + "1".repeat(5_000) + "}",
            "with a number of more than 1,000 digits,",
            "{\"seed\":1e99999999999}",
            "with a number of more than 1,000 digits, or with a huge",
            "{\"" + "a".repeat(50_001) + "\":1}",
            "a field name of more than 50,000 characters;");
    limits.forEach(
        (json, says) ->
            assertThatThrownBy(() -> reader.fromHttp(utf8(json)))
                .isInstanceOfSatisfying(
                    InvalidPromptException.class, e -> assertThat(e.isMalformed()).isTrue())
                .hasMessageContaining(says));
  }

  @Test
  void half_a_character_is_named_as_such() {
    assertThatThrownBy(() -> reader.fromHttp(utf8("{\"prompt\": \"\uD83C\uDF32\\ud83d\"}")))
        .hasMessageContaining("one half of a surrogate pair (U+D83D) at position 2;");
  }

  @Test
  void surrounding_white_space_is_no_part_of_the_prompt() {
    Prompt prompt =
        reader.fromHttp(utf8("{\"prompt\": \" \\n a lake\\t\", \"negativePrompt\": \" fog \"}"));

    assertThat(prompt.text()).isEqualTo("a lake");
    assertThat(prompt.negativePrompt()).isEqualTo("fog");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // body | what the message says
        "{\"prompt\": \"a lake\" | not valid JSON",
        "{'prompt': 'a lake'} | not valid JSON",
        "{\"prompt\": \"a lake\"} {\"prompt\": \"b\"} | not valid JSON",
        "{\"prompt\": \"a lake\"}, | not valid JSON",
        "{\"prompt\": \"a lake\", \"prompt\": \"b\"} | The JSON contains the same field twice",
        "{\"prompt\": \"a\", \"metadata\": {\"k\": \"1\", \"k\": \"2\"}} | contains the same field twice",
        "[\"a lake\"] | The body is a JSON array; send an object",
        "\"a lake\" | The body is a JSON string; send an object",
        "42 | The body is a JSON number; send an object",
        "null | The body is a JSON null; send an object",
        "{} | There is no \"prompt\"; send an object",
        "{\"model\": \"m\"} | There is no \"prompt\"; send an object",
        "{\"prompt\": null} | \"prompt\" is empty; say in words",
        "{\"prompt\": \"\"} | \"prompt\" is empty; say in words",
        "{\"prompt\": \" \\n\\t \"} | \"prompt\" is empty; say in words",
        "{\"prompt\": \"a\", \"negativePrompt\": \"  \"} | \"negativePrompt\" is empty; say in words",
      })
  void what_is_no_request_is_malformed_and_the_message_says_what_would_be_one(
      String body, String says) {
    assertThatThrownBy(() -> reader.fromHttp(utf8(body)))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isTrue())
        .hasMessageContaining(says);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // body | what the message says
        "{\"prompt\": 5} | \"prompt\" is a JSON number; it must be a string",
        "{\"prompt\": [\"a\"]} | \"prompt\" is a JSON array; it must be a string",
        "{\"prompt\": \"a\", \"model\": true} | \"model\" is a JSON boolean; it must be a string",
        "{\"prompt\": \"a\", \"aspectRatio\": 1.5} | \"aspectRatio\" is a JSON number; it must be a string",
        "{\"prompt\": \"a\", \"negativePrompt\": {}} | \"negativePrompt\" is a JSON object; it must be a string",
        "{\"prompt\": \"a\", \"seed\": \"7\"} | \"seed\" is a JSON string; it must be a whole number",
        "{\"prompt\": \"a\", \"seed\": 1.5} | \"seed\" is a JSON number; it must be a whole number",
        "{\"prompt\": \"a\", \"seed\": 9223372036854775808} | \"seed\" is a JSON number; it must be a whole number",
        "{\"prompt\": \"a\", \"metadata\": \"x\"} | \"metadata\" is a JSON string; it must be an object of strings",
        "{\"prompt\": \"a\", \"metadata\": {\"order\": 12}} | \"order\" in \"metadata\" is a JSON number; it must be a string",
        "{\"prompt\": \"a\", \"metadata\": {\"order\": null}} | \"metadata\" has a value that is null or longer than 512",
        "{\"prompt\": \"a\", \"metadata\": {\"\": \"x\"}} | A name in \"metadata\" has 0 characters; it may have 1 to 64",
      })
  void what_is_of_the_wrong_type_is_unusable_and_the_message_names_field_found_and_right(
      String body, String says) {
    assertThatThrownBy(() -> reader.fromHttp(utf8(body)))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isFalse())
        .hasMessageContaining(says);
  }

  @Test
  void no_body_is_malformed() {
    for (byte[] body : new byte[][] {null, {}}) {
      assertThatThrownBy(() -> reader.fromHttp(body))
          .isInstanceOfSatisfying(
              InvalidPromptException.class, e -> assertThat(e.isMalformed()).isTrue())
          .hasMessageContaining("The body is empty; send a JSON object");
    }
  }

  @Test
  void what_is_not_utf8_is_malformed() {
    byte[] latin1 = "{\"prompt\": \"café\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> reader.fromHttp(latin1))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isTrue())
        .hasMessage("The body is not UTF-8; send JSON in UTF-8.");
  }

  @Test
  void the_place_of_a_syntax_error_is_named() {
    assertThatThrownBy(() -> reader.fromHttp(utf8("{\"prompt\": \"a lake\",\n  seed: 7}")))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("line 2, column");
  }

  @ParameterizedTest
  @CsvSource({
    "Prompt, prompt",
    "aspect_ratio, aspectRatio",
    "aspectratio, aspectRatio",
    "negative-prompt, negativePrompt",
    "SEED, seed",
    "meta data, metadata"
  })
  void a_field_that_is_nearly_known_is_refused_with_the_name_it_should_have(
      String found, String right) {
    assertThatThrownBy(() -> reader.fromHttp(utf8("{\"prompt\":\"a\",\"" + found + "\":\"x\"}")))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isFalse())
        .hasMessage("There is an unknown field \"" + found + "\"; did you mean \"" + right + "\"?");
  }

  @Test
  void a_field_that_is_not_known_at_all_is_refused_with_those_that_are() {
    assertThatThrownBy(() -> reader.fromHttp(utf8("{\"prompt\":\"a\",\"steps\":30}")))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("unknown field \"steps\"")
        .hasMessageContaining(
            "prompt, model, aspectRatio, seed, negativePrompt, metadata and system");
  }

  @Test
  void a_long_or_unprintable_field_name_is_shown_short_and_clean() {
    String body = "{\"prompt\":\"a\",\"x\\n\\u001b" + "y".repeat(1000) + "\":1}";

    assertThatThrownBy(() -> reader.fromHttp(utf8(body)))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("\"x??yyy")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200).doesNotContain("\n"));
  }

  @Test
  void an_id_is_taken_from_a_message_only() {
    String body = "{\"id\": \"mine-1\", \"prompt\": \"a lake\"}";

    assertThat(reader.fromMessage(body).id()).contains("mine-1");
    assertThatThrownBy(() -> reader.fromHttp(utf8(body)))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isFalse())
        .hasMessageContaining("unknown field \"id\"");
  }

  @Test
  void a_message_without_an_id_has_none() {
    assertThat(reader.fromMessage("{\"prompt\": \"a lake\"}").id()).isEmpty();
    assertThat(reader.fromMessage("{\"prompt\": \"a lake\", \"id\": null}").id()).isEmpty();
  }

  @Test
  void an_id_that_is_no_string_is_refused() {
    assertThatThrownBy(() -> reader.fromMessage("{\"prompt\": \"a lake\", \"id\": 7}"))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("\"id\" is a JSON number; it must be a string");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Me on top of K2",
        "[a lake]",
        "[photo] a heron in the mist",
        "[1] a heron",
        "\"heron\" in the mist",
        "\"a heron\", \"a kite\"",
        "42 herons",
        "42, 43",
        "3.5 herons",
        "-1 degree",
        "007",
        "1.2.3",
        "true love",
        "nullable",
        "True",
        "'a lake'",
        "a { lake }",
        "a {\"prompt\":\"lake\"}",
        "Mg",
        "heronheron",
        "SGVyb24=",
        "aHR0cHM6Ly9leGFtcGxlLm9yZw==",
        "https://example.org/a/b_c-d",
      })
  void a_message_that_is_no_json_is_the_prompt_itself(String body) {
    PromptReader.Request request = reader.fromMessage("  " + body + "\n");

    assertThat(request.prompt()).isEqualTo(Prompt.of(body));
    assertThat(request.id()).isEmpty();
  }

  @Test
  void a_message_that_begins_as_an_object_but_is_none_is_not_drawn_as_text() {
    assertThatThrownBy(() -> reader.fromMessage(" {\"prompt\": \"a lake\""))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "\n\t",
        "\u00A0",
        "\u2007\u202F\u3000",
        "\u2028\u2029",
        "\u200B",
        "\u200C\u200D",
        "\u2060",
        "\uFE0F",
        "\uFE00",
        "\uDB40\uDD00",
        "\uDB40\uDC41",
        "\uFEFF",
        "\uFEFF\uFEFF",
        "\u00AD",
        "\u034F",
        "\u061C",
        "\u115F",
        "\u1160",
        "\u17B4",
        "\u180B",
        "\u180E",
        "\u202E",
        "\u2063",
        "\u2800",
        "\u3164",
        "\uFFA0",
        "\uFFF9",
        "\uD834\uDD73",
        " \u00A0\u200B \uFE0F\n"
      })
  void an_empty_message_is_malformed(String body) {
    assertThatThrownBy(() -> reader.fromMessage(body))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isTrue())
        .hasMessageContaining("\"prompt\" is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u00A0", "\\u200B", "\\uFE0F", "\\uFEFF", "\\u2800", "\\u3000 \\u2060"})
  void a_prompt_or_negative_prompt_with_nothing_to_see_is_malformed_at_both_entrances(
      String escaped) {
    for (String body :
        List.of(
            "{\"prompt\": \"" + escaped + "\"}",
            "{\"prompt\": \"a\", \"negativePrompt\": \"" + escaped + "\"}")) {
      assertThatThrownBy(() -> reader.fromHttp(utf8(body)))
          .isInstanceOf(InvalidPromptException.class)
          .hasMessageContaining("is empty; say in words");
      assertThatThrownBy(() -> reader.fromMessage(body))
          .isInstanceOf(InvalidPromptException.class)
          .hasMessageContaining("is empty; say in words");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", "\uFEFF", "\uFEFF \n"})
  void an_http_body_without_json_is_empty(String body) {
    assertThatThrownBy(() -> reader.fromHttp(utf8(body)))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("The body is empty; send a JSON object");
  }

  @Test
  void a_byte_order_mark_before_json_is_skipped_at_both_entrances() {
    String body = "\uFEFF {\"prompt\": \"a lake\"}";

    assertThat(reader.fromHttp(utf8(body))).isEqualTo(Prompt.of("a lake"));
    assertThat(reader.fromMessage(body).prompt()).isEqualTo(Prompt.of("a lake"));
    assertThat(reader.fromMessage("\uFEFFa lake").prompt()).isEqualTo(Prompt.of("a lake"));
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1",
    "1.000, 1",
    "7e0, 7",
    "1e2, 100",
    "1.5E1, 15",
    "100e-2, 1",
    "-0.0, 0",
    "0e999999999, 0",
    "9007199254740993.0, 9007199254740993",
    "9223372036854775807.0, 9223372036854775807"
  })
  void a_seed_is_any_number_without_a_fraction(String seed, long expected) {
    String body = "{\"prompt\": \"a\", \"seed\": " + seed + "}";

    assertThat(reader.fromHttp(utf8(body)).seed()).isEqualTo(expected);
    assertThat(reader.fromMessage(body).prompt().seed()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.5",
        "1e-1",
        "1e-999999999",
        "1e999999999",
        "9223372036854775807.5",
        "9223372036854775808.0",
        "\"1.0\"",
        "true",
        "[1]",
        "{}"
      })
  void a_seed_that_is_no_whole_number_of_64_bits_is_refused(String seed) {
    String body = "{\"prompt\": \"a\", \"seed\": " + seed + "}";

    assertThatThrownBy(() -> reader.fromHttp(utf8(body)))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("it must be a whole number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.0", "true", "[\"mine-1\"]", "{\"a\": 1}"})
  void an_id_that_is_no_string_is_no_generation_either(String id) {
    String body = "{\"id\": " + id + ", \"prompt\": \"a lake\"}";

    assertThatThrownBy(() -> reader.fromMessage(body))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("\"id\" is a JSON ")
        .hasMessageContaining("it must be a string");
    assertThat(reader.idIn(body)).isEmpty();
  }

  @Test
  void the_id_of_an_unusable_message_can_still_be_found() {
    assertThat(reader.idIn("{\"id\": \"mine-1\", \"prompt\": 5}")).contains("mine-1");
    assertThat(reader.idIn("{\"id\": \"../mine\", \"prompt\": 5}")).isEmpty();
    assertThat(reader.idIn("{\"prompt\": 5}")).isEmpty();
    assertThat(reader.idIn("{\"id\": \"mine-1\"")).isEmpty();
    assertThat(reader.idIn("a lake")).isEmpty();
    assertThat(reader.idIn(null)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "👩‍👩‍👧‍👦 at the lake",
        "🏳️‍🌈 over 山の湖",
        "جبل وبحيرة",
        "नमस्ते दुनिया",
        "e\u0301te\u0301 \uFE0F",
        "line one\nline two\r\n\tindented",
        "soft\u00ADhyphen, bidi \u202Eoverride, \uFEFF inside"
      })
  void every_script_and_emoji_survives_both_ways_in(String text) {
    byte[] body = utf8(JSON.createObjectNode().put("prompt", text).toString());

    assertThat(reader.fromHttp(body).text()).isEqualTo(text);
    assertThat(reader.fromMessage(text).prompt().text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\u0007", "\\u001b", "\\u007f", "\\u0085", "\\u009f"})
  void a_control_character_is_refused_with_its_number_and_place(String escaped) {
    assertThatThrownBy(() -> reader.fromHttp(utf8("{\"prompt\": \"ab" + escaped + "c\"}")))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isFalse())
        .hasMessageContaining("\"prompt\" has the control character U+")
        .hasMessageContaining(escaped.substring(2).toUpperCase(java.util.Locale.ROOT))
        .hasMessageContaining("at position 3; remove it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\ud83d", "\\ude00", "\\ude00\\ud83d", "\\ufffe", "\\uffff"})
  void half_a_character_or_a_non_character_is_refused(String escaped) {
    assertThatThrownBy(() -> reader.fromHttp(utf8("{\"prompt\": \"ab" + escaped + "c\"}")))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isFalse())
        .hasMessageContaining("at position 3");
    assertThatThrownBy(
            () ->
                reader.fromHttp(
                    utf8("{\"prompt\": \"a\", \"negativePrompt\": \"ab" + escaped + "c\"}")))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("\"negativePrompt\" has");
  }

  @Test
  void half_a_character_in_a_plain_message_is_refused() {
    assertThatThrownBy(() -> reader.fromMessage("a lake \ud83d at dawn"))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("U+D83D");
  }

  @Test
  void length_is_counted_in_characters_not_in_chars_or_bytes() {
    PromptReader ten = new PromptReader(10);

    assertThat(ten.fromMessage("😀".repeat(10)).prompt().text()).isEqualTo("😀".repeat(10));
    assertThatThrownBy(() -> ten.fromMessage("😀".repeat(11)))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isFalse())
        .hasMessageContaining("\"prompt\" has 11 characters; at most 10");
  }

  @Test
  void length_is_counted_without_surrounding_white_space() {
    assertThat(new PromptReader(3).fromMessage("   abc   ").prompt().text()).isEqualTo("abc");
  }

  @Test
  void the_negative_prompt_keeps_the_same_limit() {
    assertThatThrownBy(
            () ->
                new PromptReader(3)
                    .fromHttp(utf8("{\"prompt\": \"abc\", \"negativePrompt\": \"abcd\"}")))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("\"negativePrompt\" has 4 characters; at most 3");
  }

  @Test
  void sixteen_entries_of_metadata_are_kept_and_seventeen_refused() {
    ObjectNode body = JSON.createObjectNode().put("prompt", "a lake");
    ObjectNode metadata = body.putObject("metadata");
    IntStream.range(0, 16).forEach(n -> metadata.put("name" + n, "value"));

    assertThat(reader.fromHttp(utf8(body.toString())).metadata()).hasSize(16);

    metadata.put("one more", "value");
    assertThatThrownBy(() -> reader.fromHttp(utf8(body.toString())))
        .isInstanceOfSatisfying(
            InvalidPromptException.class, e -> assertThat(e.isMalformed()).isFalse())
        .hasMessageContaining("\"metadata\" has 17 entries; at most 16");
  }

  @Test
  void metadata_names_have_up_to_64_characters_and_values_up_to_512() {
    ObjectNode body = JSON.createObjectNode().put("prompt", "a lake");
    body.putObject("metadata").put("n".repeat(64), "v".repeat(512));

    assertThat(reader.fromHttp(utf8(body.toString())).metadata())
        .containsEntry("n".repeat(64), "v".repeat(512));

    body.putObject("metadata").put("n".repeat(65), "v");
    assertThatThrownBy(() -> reader.fromHttp(utf8(body.toString())))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("has 65 characters; it may have 1 to 64");

    body.putObject("metadata").put("n", "v".repeat(513));
    assertThatThrownBy(() -> reader.fromHttp(utf8(body.toString())))
        .isInstanceOf(InvalidPromptException.class)
        .hasMessageContaining("longer than 512 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"prompt\": \"SECRET\"",
        "{\"prompt\": \"SECRET",
        "{\"prompt\": SECRET}",
        "{\"prompt\": \"x\", \"seed\": SECRET}",
        "SECRET",
        "{\"prompt\": \"SECRET\"} SECRET",
        "{\"prompt\": \"SECRET\", \"prompt\": \"SECRET\"}",
        "{\"prompt\": [\"SECRET\"]}",
        "\"SECRET\"",
        "{\"prompt\": \"SECRET \\u0000\"}",
        "{\"prompt\": \"SECRET \\ud800\"}",
        "{\"prompt\": \"SECRET and more than thirty characters\"}",
        "{\"prompt\": \"SECRET\", \"steps\": 1}",
        "{\"prompt\": \"SECRET\", \"seed\": \"SECRET\"}",
        "{\"prompt\": \"SECRET\", \"model\": {\"SECRET\": 1}}",
        "{\"prompt\": \"SECRET\", \"metadata\": {\"k\": {\"SECRET\": 1}}}",
        "{\"prompt\": \"a\", \"negativePrompt\": \"SECRET \\u0000\"}"
      })
  void no_message_repeats_what_the_prompt_says(String body) {
    PromptReader thirty = new PromptReader(30);

    InvalidPromptException refusal =
        catchThrowableOfType(InvalidPromptException.class, () -> thirty.fromHttp(utf8(body)));

    assertThat(refusal).isNotNull();
    assertThat(refusal.getMessage()).doesNotContain("SECRET");
    assertThat(refusal.getCause()).as("a cause would be logged").isNull();
  }

  @Test
  void every_refusal_has_the_reason_that_the_failure_policy_knows() {
    assertThatThrownBy(() -> reader.fromMessage("{"))
        .isInstanceOfSatisfying(
            InvalidPromptException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_PROMPT));
  }

  @Test
  void depth_without_end_is_refused_and_overflows_nothing() {
    assertThatThrownBy(() -> reader.fromHttp(utf8("[".repeat(200_000))))
        .isInstanceOf(InvalidPromptException.class);
    assertThatThrownBy(
            () -> reader.fromHttp(utf8("{\"prompt\":\"a\",\"seed\":" + "1".repeat(5_000) + "}")))
        .isInstanceOf(InvalidPromptException.class);
  }

  @Property
  void any_text_without_control_characters_survives_the_way_through_json(
      @ForAll("texts") String text) {
    ObjectNode body = JSON.createObjectNode().put("prompt", text);

    assertThat(reader.fromHttp(utf8(body.toString())).text()).isEqualTo(text.strip());
    assertThat(reader.fromMessage(body.toString()).prompt().text()).isEqualTo(text.strip());
  }

  @Property
  void any_plain_text_is_taken_as_it_is(@ForAll("texts") String text) {
    String plain = "x" + text;

    assertThat(reader.fromMessage(plain).prompt()).isEqualTo(Prompt.of(plain.strip()));
  }

  @Property
  void arbitrary_bytes_are_read_or_refused_and_nothing_else(@ForAll byte[] body) {
    readOrRefuse(body);
  }

  @Property(tries = 2000)
  void what_is_nearly_a_request_is_read_or_refused_and_nothing_else(
      @ForAll("nearlyJson") String body) {
    readOrRefuse(utf8(body));
    try {
      assertThat(reader.fromMessage(body).prompt().text()).isNotBlank();
    } catch (InvalidPromptException e) {
      assertThat(e).hasMessageMatching("(?s).+[.?]");
    }
    reader.idIn(body).ifPresent(id -> assertThat(GenerationId.isValid(id)).isTrue());
  }

  @Property
  void arbitrary_strings_are_read_or_refused_and_nothing_else(@ForAll String body) {
    readOrRefuse(utf8(JSON.createObjectNode().put("prompt", body).toString()));
    try {
      reader.fromMessage(body);
    } catch (InvalidPromptException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private void readOrRefuse(byte[] body) {
    try {
      assertThat(reader.fromHttp(body).text()).isNotBlank();
    } catch (InvalidPromptException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
            Arbitraries.integers().between(0x20, 0x7E),
            Arbitraries.integers().between(0xA0, 0xD7FF),
            Arbitraries.integers().between(0xE000, 0xFFFD),
            Arbitraries.integers().between(0x10000, 0x10FFFF),
            Arbitraries.of((int) '\n', (int) '\t', (int) '\r', 0x200D, 0xFE0F))
        .list()
        .ofMinSize(1)
        .ofMaxSize(80)
        .map(points -> points.stream().map(Character::toString).collect(Collectors.joining()))
        .filter(text -> !new UnicodeText(text).isBlank());
  }

  @Provide
  Arbitrary<String> nearlyJson() {
    return Arbitraries.of(
            List.of(
                "{",
                "}",
                "[",
                "]",
                ":",
                ",",
                "\"prompt\":",
                "\"id\":",
                "\"seed\":",
                "\"metadata\":",
                "\"model\":",
                "\"a lake\"",
                "\"\\ud800\"",
                "\"\\u0000\"",
                "\"",
                "\\",
                "1e999999999",
                "-0",
                "1",
                "null",
                "true",
                "{\"prompt\":\"a\"",
                "\ud83d",
                " ",
                "NaN",
                "/*",
                "\uFEFF"))
        .list()
        .ofMaxSize(8)
        .map(parts -> String.join("", parts));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
