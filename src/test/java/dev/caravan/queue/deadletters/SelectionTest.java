package dev.caravan.queue.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {

  @Test
  void nothing_given_is_everything() {
    Selection all = Selection.of(null, null, null);

    assertThat(all.reason()).isNull();
    assertThat(all.ids()).isEmpty();
    assertThat(all.limit()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void a_reason_needs_no_capital_letters() {
    assertThat(Selection.of("content-blocked", List.of(), 3).reason()).isEqualTo("CONTENT_BLOCKED");
    assertThat(Selection.of("RECEIVE_LIMIT", List.of(), 3).limit()).isEqualTo(3);
  }

  @Test
  void a_mistyped_reason_is_asked_back_and_a_wild_one_gets_the_list() {
    assertThatThrownBy(() -> Selection.of("CONTENT_BLOKED", null, null))
        .hasMessage("There is no reason \"CONTENT_BLOKED\". Did you mean `CONTENT_BLOCKED`?");
    assertThatThrownBy(() -> Selection.of("bad weather", null, null))
        .hasMessageContaining("Available: CONTENT_BLOCKED, EXPIRED, INVALID_PROMPT")
        .hasMessageContaining("RECEIVE_LIMIT");
  }

  @Test
  void an_id_that_can_be_none_and_a_limit_below_one_are_refused() {
    assertThatThrownBy(() -> Selection.of(null, List.of("a/b"), null))
        .hasMessageContaining("\"a/b\" is not a valid id");
    assertThatThrownBy(() -> Selection.of(null, List.of(), 0)).hasMessageContaining("limit is 0");
  }
}
