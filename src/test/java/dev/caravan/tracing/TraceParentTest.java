package dev.caravan.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String HEADER = "00-" + TRACE + '-' + SPAN + "-01";

  @Test
  void a_header_is_read_with_its_state() {
    assertThat(TraceParent.parse(HEADER, "vendor=1"))
        .contains(new TraceParent(TRACE, SPAN, true, "vendor=1"));
    assertThat(TraceParent.parse("00-" + TRACE + '-' + SPAN + "-00", null))
        .contains(new TraceParent(TRACE, SPAN, false, ""));
  }

  @Test
  void flags_that_are_not_known_are_ignored() {
    assertThat(TraceParent.parse("00-" + TRACE + '-' + SPAN + "-fe", null))
        .map(TraceParent::header)
        .contains("00-" + TRACE + '-' + SPAN + "-00");
  }

  @Test
  void a_later_version_is_read_as_far_as_it_is_known() {
    assertThat(TraceParent.parse("01-" + TRACE + '-' + SPAN + "-01-more", null))
        .map(TraceParent::header)
        .contains(HEADER);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00",
        "00-" + TRACE + '-' + SPAN,
        "00-" + TRACE + '-' + SPAN + "-01-more",
        "ff-" + TRACE + '-' + SPAN + "-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-" + TRACE + '-' + SPAN + "-1",
        HEADER + "," + HEADER
      })
  void what_is_no_header_is_no_trace(String header) {
    assertThat(TraceParent.parse(header, null)).isEmpty();
  }

  @Test
  void a_state_that_is_too_long_or_no_text_is_left_behind() {
    assertThat(TraceParent.parse(HEADER, "x".repeat(513)).orElseThrow().state()).isEmpty();
    assertThat(TraceParent.parse(HEADER, "a=1\r\nb").orElseThrow().state()).isEmpty();
    assertThat(TraceParent.parse(HEADER, "x".repeat(512)).orElseThrow().state()).hasSize(512);
  }

  @Property
  void a_trace_that_begins_here_is_read_back_and_asks_nobody_to_export(@ForAll long seed) {
    TraceParent fresh = TraceParent.fresh(new Random(seed));

    assertThat(fresh.sampled()).isFalse();
    assertThat(TraceParent.parse(fresh.header(), fresh.state())).contains(fresh);
  }

  @Property
  void whatever_is_sent_as_header_does_no_harm(@ForAll String header, @ForAll String state) {
    TraceParent.parse(header, state)
        .ifPresent(read -> assertThat(TraceParent.parse(read.header(), null)).isPresent());
  }
}
