package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.failure.FailureRow;
import dev.caravan.failure.FailureTable;
import dev.caravan.generation.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * This test writes the problem codes in docs/api.md and openapi.json from the failure table and
 * {@link RequestCode}: {@code mvn test -Dtest=ProblemDocsTest -Dcaravan.docs.write=true}.
 */
class ProblemDocsTest {

  private static final Path DOCS = Path.of("docs/api.md");
  private static final String HEAD = "| status | code |";
  private static final Path OPENAPI = Path.of("src/main/resources/dev/caravan/web/openapi.json");
  private static final Path PAGE = Path.of("src/main/resources/dev/caravan/web/page/reasons.js");
  private static final String HOW = "add -Dcaravan.docs.write=true to this test to write it";

  /** One kind of problem: its status, its code, and the condition under which callers get it. */
  private record Row(int status, String code, String meaning) {}

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(
        new Row(
            Replies.MALFORMED,
            Reason.INVALID_PROMPT.name(),
            "The body is not JSON, or contains no prompt. A `prompt`, `negativePrompt` or `system`"
                + " without a visible character is empty, and counts as missing."));
    for (RequestCode code : RequestCode.values()) {
      rows.add(new Row(code.status(), code.name(), code.meaning()));
    }
    for (FailureRow row : FailureTable.rows()) {
      rows.add(new Row(row.status(), row.reason().name(), row.meaning()));
    }
    rows.sort(Comparator.comparingInt(Row::status));
    return rows;
  }

  @Test
  void the_documentation_lists_every_code_with_its_status() throws IOException {
    String table =
        rows().stream()
            .map(row -> "| %d | `%s` | %s |".formatted(row.status(), row.code(), row.meaning()))
            .collect(Collectors.joining("\n", HEAD + " meaning |\n| --- | --- | --- |\n", "\n"));
    String text = Files.readString(DOCS);
    int from = text.indexOf(HEAD);
    int to = text.indexOf("\n\n", from) + 1;
    if (Boolean.getBoolean("caravan.docs.write")) {
      Files.writeString(DOCS, text.substring(0, from) + table + text.substring(to));
    }

    assertThat(text.substring(from, to)).as("docs/api.md; " + HOW).isEqualTo(table);
  }

  @Test
  void the_api_description_lists_every_code_and_names_it_at_its_answer() throws IOException {
    String text = Files.readString(OPENAPI);
    List<String> reasons = Arrays.stream(Reason.values()).map(Enum::name).toList();
    Stream<String> codes =
        Stream.concat(reasons.stream(), Arrays.stream(RequestCode.values()).map(RequestCode::name));
    String expected = enumOf(text, "Reason", reasons.stream());
    expected = enumOf(expected, "ProblemCode", codes);
    for (Map.Entry<Integer, String> response : responses(text).entrySet()) {
      expected =
          replaced(
              expected,
              "(\"%s\": \\{\\s*\"description\": \")[^\"]*(\")".formatted(response.getValue()),
              description(response.getKey()));
    }
    if (Boolean.getBoolean("caravan.docs.write")) {
      Files.writeString(OPENAPI, expected);
    }

    assertThat(text).as(OPENAPI + "; " + HOW).isEqualTo(expected);
  }

  /** The names of the entries in {@code components.responses}, by status. */
  private static Map<Integer, String> responses(String openapi) throws IOException {
    Map<Integer, String> names = new TreeMap<>();
    for (JsonNode answers : new ObjectMapper().readTree(openapi).findValues("responses")) {
      answers
          .properties()
          .forEach(
              answer -> {
                String reference = answer.getValue().path("$ref").asText();
                if (!reference.isEmpty()) {
                  names.put(
                      Integer.valueOf(answer.getKey()),
                      reference.substring(reference.lastIndexOf('/') + 1));
                }
              });
    }
    assertThat(names).hasSizeGreaterThan(10);
    return names;
  }

  private static String description(int status) {
    List<String> codes =
        rows().stream()
            .filter(row -> row.status() == status)
            .map(row -> row.code() + ": " + row.meaning().replace("`", ""))
            .toList();
    assertThat(codes).as("codes of " + status).isNotEmpty();
    return String.join(" ", codes);
  }

  private static String enumOf(String text, String schema, Stream<String> names) {
    return replaced(
        text,
        "(\"" + schema + "\": \\{\\s*\"type\": \"string\",\\s*\"enum\": \\[)[^]]*(])",
        names.map(name -> '"' + name + '"').collect(Collectors.joining(", ")));
  }

  private static String replaced(String text, String pattern, String middle) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("openapi.json has " + pattern).isTrue();
    return matcher.replaceFirst("$1" + Matcher.quoteReplacement(middle) + "$2");
  }

  @ParameterizedTest
  @EnumSource
  void the_page_explains_every_reason(Reason reason) throws IOException {
    assertThat(Files.readString(PAGE)).containsPattern("(?m)^  " + reason + ": \\[");
  }

  @Test
  void every_code_has_one_status_except_that_of_a_malformed_prompt() {
    assertThat(rows())
        .filteredOn(row -> row.status() != Replies.MALFORMED)
        .extracting(Row::code)
        .doesNotHaveDuplicates();
  }
}
