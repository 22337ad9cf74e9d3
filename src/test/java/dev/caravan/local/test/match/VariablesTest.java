package dev.caravan.local.test.match;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariablesTest {

  private final Variables variables = new Variables(Map.of("id", "a$1", "bucket", "b"));

  @Test
  void names_are_replaced_everywhere_in_a_text() {
    assertThat(variables.fill("s3://${bucket}/images/${id}.png"))
        .isEqualTo("s3://b/images/a$1.png");
  }

  @Test
  void two_dollars_leave_the_text_itself() {
    assertThat(variables.fill("$${id} {{id}} ${other}")).isEqualTo("${id} {{id}} ${other}");
    assertThat(Variables.in("$${no} ${id} ${other}")).containsExactly("id", "other");
  }

  @Test
  void keys_and_items_are_filled_too_and_keep_their_places() {
    Place place = new Place("a.test.yaml", 3, 4);
    Located item = Located.scalar(place, TextNode.valueOf("${id}"));
    Located mapping =
        Located.mapping(place, Map.of("texts/${bucket}", Located.list(place, List.of(item))));

    Located filled = variables.fill(mapping);

    assertThat(filled.json()).hasToString("{\"texts/b\":[\"a$1\"]}");
    assertThat(filled.fields().get("texts/b").items().get(0).place()).isEqualTo(place);
  }
}
