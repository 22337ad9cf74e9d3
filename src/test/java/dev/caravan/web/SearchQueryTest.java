package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.generation.State;
import dev.caravan.store.SearchFilter;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SearchQueryTest {

  @Test
  void no_parameter_accepts_everything() {
    assertThat(SearchQuery.filter(Map.of())).isEqualTo(SearchFilter.ALL);
  }

  @ParameterizedTest
  @EnumSource
  void every_status_of_a_record_can_be_searched_for(State state) {
    assertThat(SearchQuery.filter(Map.of("status", state.text())).status()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-06-01T09:15:30Z, 2026-06-01T09:15:30Z",
    "2026-06-01t09:15:30z, 2026-06-01T09:15:30Z",
    "2026-06-01T09:15:30.123456789Z, 2026-06-01T09:15:30.123456789Z",
    "2026-06-01T11:15:30+02:00, 2026-06-01T09:15:30Z",
    "2026-06-01T09:15:30.1234567891Z, 2026-06-01T09:15:30.123456789Z",
    "2026-06-01T23:15:30+23:59, 2026-05-31T23:16:30Z",
    "2026-06-01T09:15:30-23:59, 2026-06-02T09:14:30Z",
    "2026-12-31T23:59:60Z, 2027-01-01T00:00:00Z",
    "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z"
  })
  void times_are_those_of_rfc_3339(String value, Instant time) {
    assertThat(SearchQuery.filter(Map.of("from", value)).from()).isEqualTo(time);
    assertThat(SearchQuery.filter(Map.of("to", value)).to()).isEqualTo(time);
  }

  @ParameterizedTest
  @CsvSource({
    "status, DONE, 'queued, running'",
    "status, '', 'queued, running'",
    "status, 'done,failed', 'queued, running'",
    "model, '', 1 to 256 characters",
    "text, '', '1 to 1,000 characters'",
    "caller, '', the name of a caller",
    "caller, -x, the name of a caller",
    "caller, a b, the name of a caller",
    "from, yesterday, RFC 3339",
    "from, 2026-06-01, RFC 3339",
    "from, 2026-06-01T09:15:30, RFC 3339",
    "from, 2026-06-01T09:15Z, RFC 3339",
    "from, 2026-02-30T09:15:30Z, RFC 3339",
    "from, 2026-06-01T24:15:30Z, RFC 3339",
    "from, 2026-06-01T09:15:61Z, RFC 3339",
    "from, 2026-06-01T09:15:30+24:00, RFC 3339",
    "from, 2026-06-01T11:15:30 02:00, %2B",
    "to, +10000-01-01T00:00:00Z, RFC 3339",
    "to, '', RFC 3339"
  })
  void a_value_that_can_not_be_used_is_named_with_what_would_be_right(
      String name, String value, String right) {
    assertThatThrownBy(() -> SearchQuery.filter(Map.of(name, value)))
        .isInstanceOf(HttpProblem.class)
        .hasMessageContaining('"' + name + '"')
        .hasMessageContaining(right)
        .extracting(thrown -> ((HttpProblem) thrown).status())
        .isEqualTo(400);
  }

  @Test
  void the_length_of_a_text_is_counted_in_characters() {
    assertThat(SearchQuery.filter(Map.of("text", "🏔".repeat(1000))).text()).isNotNull();
    assertThatThrownBy(() -> SearchQuery.filter(Map.of("text", "🏔".repeat(1001))))
        .isInstanceOf(HttpProblem.class);
  }
}
