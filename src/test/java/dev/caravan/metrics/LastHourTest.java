package dev.caravan.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LastHourTest {

  private Instant now = Instant.parse("2026-06-01T09:00:00Z");
  private final LastHour hour =
      new LastHour(
          new Clock() {
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
          });

  @Test
  void an_hour_without_prompts_has_no_percentiles() {
    assertThat(hour.figures()).isEqualTo(new LastHour.Figures(0, null, null, null));
  }

  @Test
  void a_prompt_counts_for_an_hour() {
    hour.add(Duration.ofSeconds(2));
    now = now.plus(Duration.ofMinutes(59));
    hour.add(Duration.ofSeconds(2));
    assertThat(hour.figures().count()).isEqualTo(2);

    now = now.plus(Duration.ofMinutes(1));
    assertThat(hour.figures().count()).isEqualTo(1);

    hour.add(Duration.ofSeconds(2));
    assertThat(hour.figures().count()).isEqualTo(2);
    now = now.plus(Duration.ofHours(3));
    assertThat(hour.figures().count()).isZero();
  }

  @Test
  void times_outside_all_classes_count_as_the_shortest_or_the_longest() {
    hour.add(Duration.ofSeconds(-1));
    hour.add(Duration.ofDays(30));

    assertThat(hour.figures().p50()).isEqualTo(Duration.ofMillis(1));
    assertThat(hour.figures().p99()).isGreaterThan(Duration.ofHours(24));
  }

  @Property(tries = 200)
  void a_percentile_is_the_true_one_or_at_most_5_percent_above(
      @ForAll @Size(min = 1, max = 300) List<@IntRange(min = 1, max = 600_000) Integer> millis) {
    LastHour all = new LastHour(Clock.fixed(now, ZoneOffset.UTC));
    millis.forEach(time -> all.add(Duration.ofMillis(time)));
    List<Integer> sorted = new ArrayList<>(millis);
    Collections.sort(sorted);

    assertNear(all.figures().p50(), sorted, 0.5);
    assertNear(all.figures().p95(), sorted, 0.95);
    assertNear(all.figures().p99(), sorted, 0.99);
  }

  private static void assertNear(Duration found, List<Integer> sorted, double part) {
    int wanted = sorted.get((int) Math.ceil(part * sorted.size()) - 1);
    // Half a millisecond for the rounding.
    assertThat(found.toMillis() + 0.5).isGreaterThanOrEqualTo(wanted);
    assertThat(found.toMillis() - 0.5).isLessThanOrEqualTo(wanted * 1.05);
  }
}
