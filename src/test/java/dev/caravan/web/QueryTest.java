package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {

  private static final Set<String> PAGE = Set.of("limit", "before");

  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = "")
  void no_query_has_no_parameters(String query) {
    assertThat(read(query, PAGE)).isEmpty();
    assertThat(read(query, Set.of())).isEmpty();
  }

  @Test
  void parameters_are_decoded() {
    assertThat(read("limit=20&before=a%20b%2Fc%C3%A9+d", PAGE))
        .isEqualTo(Map.of("limit", "20", "before", "a b/cé d"));
  }

  @Test
  void a_parameter_may_be_empty_and_a_value_may_have_an_equals_sign() {
    assertThat(read("limit&before=", PAGE)).isEqualTo(Map.of("limit", "", "before", ""));
    assertThat(read("before=a=b", PAGE)).isEqualTo(Map.of("before", "a=b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Prefer=respond-async", "limit=1&size=2", "Limit=1", "=1", "limit=1&&before=2"})
  void an_unknown_parameter_is_refused_and_the_known_ones_are_named(String query) {
    assertThatThrownBy(() -> read(query, PAGE))
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(400))
        .hasMessageContaining("limit")
        .hasMessageContaining("before");
  }

  @Test
  void a_call_without_parameters_says_so() {
    assertThatThrownBy(() -> read("limit=1", Set.of()))
        .isInstanceOf(HttpProblem.class)
        .hasMessage("This call accepts no query parameters.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=1&limit=2", "limit=1&limit=1", "limit&limit", "limit=1&lim%69t=2"})
  void a_parameter_that_occurs_twice_is_refused(String query) {
    assertThatThrownBy(() -> read(query, PAGE))
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(400))
        .hasMessage("The query parameter limit occurs twice.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=%", "limit=%zz", "limit=%2", "%=1"})
  void a_query_that_is_not_percent_encoded_is_refused(String query) {
    assertThatThrownBy(() -> read(query, PAGE))
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(400))
        .hasMessageContaining("percent-encoded");
  }

  @Test
  void a_header_that_camel_made_from_a_parameter_is_ignored() {
    exchange.getMessage().setHeader("limit", "1");

    assertThat(read(null, PAGE)).isEmpty();
  }

  @Property
  void arbitrary_queries_are_read_or_refused_and_nothing_else(@ForAll String query) {
    try {
      assertThat(PAGE).containsAll(read(query, PAGE).keySet());
    } catch (HttpProblem e) {
      assertThat(e.status()).isEqualTo(400);
    }
  }

  private Map<String, String> read(String query, Set<String> taken) {
    exchange.getMessage().setHeader(Exchange.HTTP_RAW_QUERY, query);
    return Query.of(exchange, taken);
  }
}
