package dev.caravan.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmUpRuleTest {

  private static final double QUIET = 0.09;
  private static final double BUSY = 0.4;

  private final WarmUpRule rule = new WarmUpRule(5, 15, 90);

  @Test
  void a_quiet_compiler_ends_the_warm_up() {
    assertThat(rule.isOver(40, QUIET)).isTrue();
    assertThat(rule.isOver(40, BUSY)).isFalse();
  }

  @Test
  void a_compiler_that_has_not_begun_does_not_end_the_warm_up() {
    assertThat(rule.isOver(14, 0)).isFalse();
    assertThat(rule.isOver(15, 0)).isTrue();
  }

  @Test
  void a_warm_up_ends_even_if_the_compiler_never_rests() {
    assertThat(rule.isOver(89, BUSY)).isFalse();
    assertThat(rule.isOver(90, BUSY)).isTrue();
  }

  @Test
  void one_slice_is_enough_if_little_is_done() {
    assertThat(rule.once().isOver(15, BUSY)).isTrue();
    assertThat(rule.once().sliceSeconds()).isEqualTo(15);
  }

  @Test
  void a_maximum_below_the_minimum_lowers_the_minimum() {
    assertThat(rule.within(3)).isEqualTo(new WarmUpRule(3, 3, 3));
    assertThat(rule.within(120)).isEqualTo(new WarmUpRule(5, 15, 120));
  }
}
