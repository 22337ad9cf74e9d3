package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldValueTest {

  @Test
  void elements_have_names_values_and_parameters() {
    assertThat(
            FieldValue.list(
                List.of(" A = \"x, \\\"y\\\"\" ; P=1;p=2 , b", ", text/HTML;level=1;q=0.4,")))
        .containsExactly(
            new FieldValue("a", "x, \"y\"", Map.of("p", "1")),
            new FieldValue("b", "", Map.of()),
            new FieldValue("text/html", "", Map.of("level", "1", "q", "0.4")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", ",", "\"a\"", "=a", "a b", "a, b c", "a=\"b", "a=\"b\\", "a;=\"", "a@b"})
  void a_line_that_breaks_the_grammar_has_no_elements(String line) {
    assertThat(FieldValue.list(List.of(line))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "a, 1000",
    "a;q=1, 1000",
    "a;q=1.000, 1000",
    "a;Q=0.5, 500",
    "a;q=0.001, 1",
    "a;q=0, 0",
    "a;q=0., 0",
    "a;q=1.001, 0",
    "a;q=2, 0",
    "a;q=-1, 0",
    "a;q=.5, 0",
    "a;q=0.0001, 0",
    "a;q=x, 0",
    "a;q, 0"
  })
  void the_quality_is_a_number_of_thousandths(String element, int quality) {
    assertThat(FieldValue.list(List.of(element)).get(0).quality()).isEqualTo(quality);
  }

  @Property
  void arbitrary_lines_are_read_or_have_no_elements(@ForAll String line) {
    assertThat(FieldValue.list(List.of(line))).allSatisfy(each -> each.quality());
  }
}
