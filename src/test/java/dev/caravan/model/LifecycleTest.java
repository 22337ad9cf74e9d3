package dev.caravan.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LifecycleTest {

  private static final LocalDate END = LocalDate.parse("2026-09-30");

  @ParameterizedTest
  @EnumSource(names = {"ACTIVE", "LEGACY"})
  void a_model_is_over_from_its_last_day_on(Lifecycle.State state) {
    Lifecycle lifecycle = new Lifecycle(state, END, null);

    assertThat(lifecycle.isOverAt(END.minusDays(1))).isFalse();
    assertThat(lifecycle.isOverAt(END)).isTrue();
    assertThat(lifecycle.isOverAt(END.plusDays(1))).isTrue();
  }

  @Test
  void a_retired_model_is_over_whatever_the_day() {
    assertThat(new Lifecycle(Lifecycle.State.RETIRED, null, null).isOverAt(END)).isTrue();
    assertThat(new Lifecycle(Lifecycle.State.RETIRED, END, null).isOverAt(END.minusDays(1)))
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"ACTIVE", "LEGACY"})
  void a_model_without_a_last_day_is_not_over(Lifecycle.State state) {
    assertThat(new Lifecycle(state, null, null).isOverAt(LocalDate.MAX)).isFalse();
  }
}
