package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.generation.Usage;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CostTest {

  private static final BigDecimal IN = new BigDecimal("0.00006");
  private static final BigDecimal OUT = new BigDecimal("0.00024");

  @Test
  void an_image_costs_what_the_catalogue_says() {
    assertThat(Cost.of(new Model.Price(new BigDecimal("0.04"), null, null), null))
        .isEqualTo(new BigDecimal("0.04"));
  }

  @Test
  void a_text_costs_by_the_thousand_tokens_read_and_written() {
    assertThat(Cost.of(new Model.Price(null, IN, OUT), new Usage(1000, 1000)))
        .isEqualByComparingTo("0.0003");
    assertThat(Cost.of(new Model.Price(null, IN, OUT), new Usage(1, 0)))
        .isEqualByComparingTo("0.00000006");
    assertThat(Cost.of(new Model.Price(null, IN, OUT), new Usage(0, 3)))
        .isEqualByComparingTo("0.00000072");
  }

  @Property
  void nothing_is_rounded_away(
      @ForAll @LongRange(min = 0, max = 10_000_000) long read,
      @ForAll @LongRange(min = 0, max = 10_000_000) long written) {
    BigDecimal cost = Cost.of(new Model.Price(null, IN, OUT), new Usage(read, written));

    // In units of 0.00000006 dollars: one token read, a quarter of a token written.
    assertThat(cost)
        .isEqualByComparingTo(
            new BigDecimal("0.00000006").multiply(BigDecimal.valueOf(read + 4 * written)));
  }

  @Test
  void what_nobody_counted_or_priced_has_no_cost() {
    assertThat(Cost.of(new Model.Price(null, IN, OUT), null)).isNull();
    assertThat(Cost.of(new Model.Price(null, IN, null), new Usage(1, 1))).isNull();
    assertThat(Cost.of(new Model.Price(null, null, OUT), new Usage(1, 1))).isNull();
  }
}
