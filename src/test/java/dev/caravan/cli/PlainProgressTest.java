package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainProgressTest {

  private final List<String> lines = new ArrayList<>();
  private Instant now = Instant.EPOCH;

  @Test
  void long_work_is_a_line_every_ten_seconds_and_short_work_is_none() {
    try (Progress progress = new PlainProgress("Sending", 500, lines::add, clock())) {
      for (int second = 0; second < 25; second++) {
        now = Instant.ofEpochSecond(second);
        progress.stepTo(second * 20);
      }
    }

    assertThat(lines).containsExactly("Sending: 200 of 500", "Sending: 400 of 500");
  }

  @Test
  void the_size_may_grow_but_never_shrinks() {
    try (Progress progress = new PlainProgress("Looking", 5, lines::add, clock())) {
      now = Instant.ofEpochSecond(10);
      progress.grow(7);
      progress.grow(6);
      progress.stepTo(6);
    }

    assertThat(lines).containsExactly("Looking: 6 of 7");
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now;
      }
    };
  }
}
