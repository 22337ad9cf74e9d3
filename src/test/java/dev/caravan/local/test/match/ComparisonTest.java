package dev.caravan.local.test.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final Comparison comparison = new Comparison();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1            | 1",
        "0.04         | 0.0400",
        "\"a\"        | \"a\"",
        "true         | true",
        "\"any\"      | \"\"",
        "\"any\"      | {}",
        "\"absent\"   | null",
        "\"~^a.c$\"   | \"abc\"",
        "\"~b\"       | \"abc\"",
        "\"~2\"       | 123",
        "\"1..3\"     | 1",
        "\"1..3\"     | 3",
        "\"1..3\"     | \"2\"",
        "\"1..\"      | 1000000000000",
        "\"..-1\"     | -1.5",
        "\"0.5..0.5\" | 0.50",
        "\"=any\"     | \"any\"",
        "\"=~x\"      | \"~x\"",
        "\"..\"       | \"..\"",
        "[]           | []",
        "[1,\"any\"]  | [1,2]",
        "{}           | {\"a\":1}",
        "{\"a\":1}    | {\"a\":1,\"b\":2}",
        "{\"a.b\":1}  | {\"a\":{\"b\":1}}",
        "{\"a.b\":1}  | {\"a.b\":1}",
        "{\"a.1\":2}  | {\"a\":[1,2]}",
        "{\"a.x\":\"absent\"} | {\"a\":1}",
      })
  void holds(String expected, String actual) {
    assertThat(compare(expected, json(actual))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1            | 2              | 1",
        "1            | \"1\"          | 1",
        "\"a\"        | \"A\"          | \"a\"",
        "true         | \"true\"       | true",
        "\"any\"      | null           | any value",
        "\"absent\"   | \"\"           | nothing",
        "\"~^b\"      | \"abc\"        | text that matches ~^b",
        "\"~a\"       | {\"a\":1}      | text that matches ~a",
        "\"~null\"    | null           | text that matches ~null",
        "\"1..3\"     | 4              | a number 1..3",
        "\"1..3\"     | 0.9            | a number 1..3",
        "\"1..\"      | \"many\"       | a number 1..",
        "[]           | [1]            | a list of 0",
        "[1]          | {}             | a list of 1",
        "{\"a\":1}    | \"text\"       | an object",
      })
  void does_not_hold_and_says_what_would(String expected, String actual, String shown) {
    assertThat(compare(expected, json(actual)))
        .singleElement()
        .satisfies(
            mismatch -> {
              assertThat(mismatch.expected()).isEqualTo(shown);
              assertThat(mismatch.what()).isEqualTo("body");
            });
  }

  @Test
  void a_mismatch_names_the_path_and_the_place_and_what_was_found() {
    Located code = Located.scalar(new Place("x.test.yaml", 7, 9), TextNode.valueOf("THROTTLED"));
    Located body = Located.mapping(new Place("x.test.yaml", 6, 7), Map.of("code", code));

    List<Mismatch> mismatches = comparison.compare("body", body, json("{\"code\":\"QUOTA\"}"));

    assertThat(mismatches)
        .containsExactly(
            new Mismatch(
                new Place("x.test.yaml", 7, 9), "body.code", "\"THROTTLED\"", "\"QUOTA\""));
    assertThat(mismatches.get(0).place()).hasToString("x.test.yaml:7");
  }

  @Test
  void a_missing_value_is_shown_as_nothing() {
    assertThat(compare("1", MissingNode.getInstance()))
        .extracting(Mismatch::actual)
        .containsExactly("nothing");
    assertThat(compare("\"absent\"", MissingNode.getInstance())).isEmpty();
    assertThat(compare("{\"a.b\":\"absent\"}", json("{}"))).isEmpty();
    assertThat(compare("{\"\":1}", json("{\"a\":1}"))).hasSize(1);
  }

  @Test
  void all_mismatches_are_reported() {
    assertThat(compare("{\"a\":1,\"b\":2,\"c\":[1,2]}", json("{\"a\":0,\"b\":2,\"c\":[0,0]}")))
        .extracting(Mismatch::what)
        .containsExactly("body.a", "body.c.0", "body.c.1");
  }

  @Test
  void a_long_value_is_cut() {
    assertThat(Mismatch.shown(TextNode.valueOf("a".repeat(1000)))).hasSize(301).endsWith("…");
  }

  @Test
  void an_invalid_expectation_is_refused() {
    assertThatThrownBy(() -> Expected.of(TextNode.valueOf("~[")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Expected.of(TextNode.valueOf("3..1")))
        .hasMessageContaining("the smaller number first");
  }

  @Property
  void a_range_includes_both_ends(@ForAll int least, @ForAll int most, @ForAll int value) {
    if (least <= most) {
      boolean holds =
          Expected.of(TextNode.valueOf(least + ".." + most)).holdsFor(json(String.valueOf(value)));

      assertThat(holds).isEqualTo(value >= least && value <= most);
    }
  }

  @Property
  void a_text_after_an_equals_sign_means_itself(@ForAll String text) {
    Expected expected = Expected.of(TextNode.valueOf("=" + text));

    assertThat(expected.holdsFor(TextNode.valueOf(text))).isTrue();
    assertThat(expected.holdsFor(TextNode.valueOf(text + "x"))).isFalse();
  }

  private List<Mismatch> compare(String expected, JsonNode actual) {
    return comparison.compare("body", located(json(expected)), actual);
  }

  private static Located located(JsonNode json) {
    Place place = new Place("a.test.yaml", 1, 1);
    if (json.isObject()) {
      Map<String, Located> fields = new LinkedHashMap<>();
      json.properties().forEach(field -> fields.put(field.getKey(), located(field.getValue())));
      return Located.mapping(place, fields);
    }
    if (json.isArray()) {
      List<Located> items = new ArrayList<>();
      json.forEach(item -> items.add(located(item)));
      return Located.list(place, items);
    }
    return Located.scalar(place, json);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text.strip());
    } catch (java.io.IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
