package dev.caravan.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JourneyTest {

  private final Journey journey = new Journey();

  @Test
  void the_servers_time_is_not_added_time() {
    call(0, 1, 3);
    call(5, 5, 9);

    assertThat(journey.busyMicros()).isEqualTo(6);
    assertThat(journey.addedMicros()).isEqualTo(3);
  }

  @Test
  void two_calls_at_once_count_once() {
    // In the order of their ends: one call within another, and one that begins before the other
    // ends.
    call(2, 2, 4);
    call(0, 1, 6);
    call(5, 5, 8);

    assertThat(journey.busyMicros()).isEqualTo(7);
    assertThat(journey.addedMicros()).isEqualTo(1);
  }

  /** All times are in microseconds. */
  private void call(long begun, long received, long answered) {
    journey.call(1_000 + begun * 1_000, 1_000 + received * 1_000, 1_000 + answered * 1_000);
  }
}
