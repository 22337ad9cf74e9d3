package dev.caravan.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The header {@code Range} (RFC 9110, section 14). */
class WantedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes=0-99 | 0 | 99 | bytes 0-99/1000",
        "bytes=0-0 | 0 | 0 | bytes 0-0/1000",
        "bytes=999-999 | 999 | 999 | bytes 999-999/1000",
        "bytes=500-5000 | 500 | 999 | bytes 500-999/1000",
        "bytes=0- | 0 | 999 | bytes 0-999/1000",
        "bytes=999- | 999 | 999 | bytes 999-999/1000",
        "bytes=-1 | 999 | 999 | bytes 999-999/1000",
        "bytes=-1000 | 0 | 999 | bytes 0-999/1000",
        "bytes=-5000 | 0 | 999 | bytes 0-999/1000",
        "BYTES=7-8 | 7 | 8 | bytes 7-8/1000",
        "bytes=, 7-8 , | 7 | 8 | bytes 7-8/1000",
        "bytes=007-008 | 7 | 8 | bytes 7-8/1000",
        "bytes=5-99999999999999999999999 | 5 | 999 | bytes 5-999/1000",
        "bytes=-99999999999999999999999 | 0 | 999 | bytes 0-999/1000"
      })
  void one_range_that_overlaps_the_content_is_a_part_of_it(
      String header, long first, long last, String contentRange) {
    Wanted wanted = Wanted.of(List.of(header), 1000);

    assertThat(wanted).isEqualTo(new Wanted(Wanted.Kind.PART, first, last));
    assertThat(wanted.length()).isEqualTo(last - first + 1);
    assertThat(wanted.contentRange(1000)).isEqualTo(contentRange);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=1000-",
        "bytes=1000-2000",
        "bytes=-0",
        "bytes=99999999999999999999-",
        "bytes=1000-99999999999999999999999"
      })
  void a_range_beyond_the_content_is_not_satisfiable(String header) {
    Wanted wanted = Wanted.of(List.of(header), 1000);

    assertThat(wanted.kind()).isEqualTo(Wanted.Kind.NOTHING);
    assertThat(wanted.contentRange(1000)).isEqualTo("bytes */1000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=,",
        "bytes=a-b",
        "bytes=1",
        "bytes=5-4",
        "bytes=0-1,3-4",
        "bytes=-1,0-0",
        "bytes=0x1-2",
        "bytes=+1-2",
        "bytes=1--2",
        "bytes 0-1",
        "bytes = 0-1",
        "bytes=0 - 1",
        "items=0-1",
        "bytes=0-1;q=1",
        "bytes=١-٢"
      })
  void anything_else_is_ignored(String header) {
    assertThat(Wanted.of(List.of(header), 1000)).isEqualTo(Wanted.all(1000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-", "bytes=-5", "bytes=0-0", "bytes=7-"})
  void an_empty_content_has_no_ranges(String header) {
    assertThat(Wanted.of(List.of(header), 0)).isEqualTo(Wanted.all(0));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void no_header_and_two_headers_ask_for_everything(int lines) {
    assertThat(Wanted.of(List.of("bytes=0-1", "bytes=0-1").subList(0, lines), 1000))
        .isEqualTo(Wanted.all(1000));
  }

  @Property
  void a_part_is_always_within_the_content(
      @ForAll @IntRange(min = 1, max = 50) int size,
      @ForAll @IntRange(max = 60) int from,
      @ForAll @IntRange(max = 60) int to) {
    for (String range : List.of(from + "-" + to, from + "-", "-" + to)) {
      Wanted wanted = Wanted.of(List.of("bytes=" + range), size);
      if (wanted.kind() != Wanted.Kind.NOTHING) {
        assertThat(wanted.first()).isBetween(0L, size - 1L);
        assertThat(wanted.last()).isBetween(wanted.first(), size - 1L);
      }
    }
  }
}
