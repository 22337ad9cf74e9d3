package dev.caravan.routes.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferenceTest {

  @Test
  void only_changed_added_and_removed_routes_are_named() {
    Difference difference =
        Difference.of(
            Map.of("same", "1", "edited", "1", "gone", "1"),
            Map.of("same", "1", "edited", "2", "new", "1"));

    assertThat(difference.text()).isEqualTo("changed edited; added new; removed gone");
    assertThat(difference.isNothing()).isFalse();
  }

  @Test
  void the_same_routes_are_no_difference() {
    assertThat(Difference.of(Map.of("a", "1"), Map.of("a", "1")).isNothing()).isTrue();
  }
}
