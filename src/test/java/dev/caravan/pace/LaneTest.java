package dev.caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.pace.Permit.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LaneTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final AtomicLong now = new AtomicLong();

  @Test
  void beyond_the_limit_a_caller_is_turned_away_until_a_place_is_free() {
    Lane lane = lane(2);
    Permit first = lane.enterNow().orElseThrow();
    lane.enterNow().orElseThrow();

    assertThat(lane.enterNow()).isEmpty();
    assertThat(lane.inFlight()).isEqualTo(2);

    first.release(Outcome.UNCLEAR);
    assertThat(lane.enterNow()).isPresent();
  }

  @Test
  void a_place_is_given_back_once() {
    Lane lane = lane(1);
    Permit permit = lane.enterNow().orElseThrow();

    permit.release(Outcome.UNCLEAR);
    permit.release(Outcome.UNCLEAR);

    assertThat(lane.inFlight()).isZero();
  }

  @Test
  void whoever_waits_gets_the_next_free_place() {
    Lane lane = lane(1);
    Permit permit = lane.enterNow().orElseThrow();
    CompletableFuture<Optional<Permit>> waiting = wait(lane);
    await().until(() -> lane.waiting() == 1);

    permit.release(Outcome.UNCLEAR);

    assertThat(waiting.join()).isPresent();
    assertThat(lane.waiting()).isZero();
    assertThat(lane.inFlight()).isEqualTo(1);
  }

  @Test
  void whoever_waits_too_long_goes_without() throws InterruptedException {
    Lane lane = lane(1);
    lane.enterNow().orElseThrow();

    assertThat(lane.enter(Duration.ofMillis(5))).isEmpty();
    assertThat(lane.waiting()).isZero();
  }

  @Test
  void at_a_stop_nobody_waits_and_who_need_not_wait_goes_on() throws InterruptedException {
    Lane lane = lane(1);
    Permit permit = lane.enterNow().orElseThrow();
    CompletableFuture<Optional<Permit>> waiting = wait(lane);
    await().until(() -> lane.waiting() == 1);

    lane.endWaiting();

    assertThat(waiting.join()).isEmpty();
    permit.release(Outcome.UNCLEAR);
    assertThat(lane.enter(LONG)).isPresent();
  }

  @Test
  void throttles_lower_the_limit_answers_raise_it_and_the_rest_says_nothing() {
    Lane lane = lane(1);

    call(lane, 1, Outcome.UNCLEAR);
    assertThat(lane.limit()).isEqualTo(1);
    call(lane, 1, Outcome.ANSWERED);
    assertThat(lane.limit()).isEqualTo(2);
    call(lane, 1, Outcome.THROTTLED);
    call(lane, 1, Outcome.UNCLEAR);
    assertThat(lane.limit()).isEqualTo(2);
    while (lane.limit() == 2) {
      call(lane, 1, Outcome.THROTTLED);
    }
    assertThat(lane.limit()).isEqualTo(1);
  }

  @Test
  void while_it_rests_nobody_enters() {
    Lane lane = lane(1);
    for (int seconds : new int[] {1, 2, 4}) {
      call(lane, 0, Outcome.THROTTLED);
      assertThat(lane.enterNow()).isEmpty();
      pass(seconds);
    }
    call(lane, 0, Outcome.THROTTLED);

    assertThat(lane.retryAfter()).isEqualTo(Duration.ofSeconds(8));
    pass(7);
    assertThat(lane.enterNow()).isEmpty();
    pass(1);
    assertThat(lane.enterNow()).isPresent();
  }

  @Test
  void if_the_model_takes_less_than_a_call_at_a_time_a_turn_is_longer_than_a_call() {
    Lane lane = lane(1);
    call(lane, 8, Outcome.ANSWERED);
    for (int n = 0; n < 40; n++) {
      pass(15);
      call(lane, 0, Outcome.THROTTLED);
    }

    pass(60);
    assertThat(lane.retryAfter()).isGreaterThan(Duration.ofSeconds(8));
  }

  @Test
  @Timeout(10)
  void whoever_waits_enters_when_the_rest_is_over() throws InterruptedException {
    Lane lane = new Lane("m", "r", new ThrottleLimit(1, 1), System::nanoTime);
    lane.enterNow().orElseThrow().release(Outcome.THROTTLED);

    assertThat(lane.enter(LONG)).isPresent();
  }

  @Test
  void once_the_model_throttled_calls_of_the_queue_begin_apart() throws InterruptedException {
    Lane lane = lane(4);
    call(lane, 8, Outcome.ANSWERED);
    lane.enter(Duration.ZERO).orElseThrow().release(Outcome.UNCLEAR);
    pass(1);
    call(lane, 0, Outcome.THROTTLED);

    // 3.6 at once, of 8 s each, would begin every 2.2 s. After a throttle half of that is enough.
    pass(1);
    assertThat(lane.enter(Duration.ZERO)).isEmpty();
    pass(1);
    assertThat(lane.enter(Duration.ZERO)).isPresent();
    pass(2);
    assertThat(lane.enter(Duration.ZERO)).isEmpty();
    pass(1);
    assertThat(lane.enter(Duration.ZERO)).isPresent();
    assertThat(lane.enterNow()).isPresent();
  }

  @Test
  @Timeout(10)
  void whoever_waits_enters_when_the_last_call_is_long_enough_ago() throws InterruptedException {
    Lane lane = new Lane("m", "r", new ThrottleLimit(2, 2), System::nanoTime);
    Permit answered = lane.enterNow().orElseThrow();
    TimeUnit.MILLISECONDS.sleep(20);
    answered.release(Outcome.ANSWERED);
    lane.enterNow().orElseThrow().release(Outcome.THROTTLED);

    assertThat(lane.enter(LONG)).isPresent();
  }

  @Test
  void a_caller_is_told_to_come_again_when_a_place_may_be_free() {
    Lane lane = lane(4);
    // Before any call: the assumed 5 s per call, with four at the same time.
    assertThat(lane.retryAfter()).isEqualTo(Duration.ofSeconds(2));

    call(lane, 12, Outcome.ANSWERED);
    assertThat(lane.retryAfter()).isEqualTo(Duration.ofSeconds(3));

    Lane fast = lane(4);
    call(fast, 0, Outcome.ANSWERED);
    assertThat(fast.retryAfter()).isEqualTo(Duration.ofSeconds(2));

    Lane slow = lane(1);
    call(slow, 500, Outcome.ANSWERED);
    assertThat(slow.retryAfter()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void those_who_wait_already_come_first() {
    Lane lane = lane(1);
    Permit permit = lane.enterNow().orElseThrow();
    CompletableFuture<Optional<Permit>> waiting = wait(lane);
    await().until(() -> lane.waiting() == 1);

    assertThat(lane.retryAfter()).isEqualTo(Duration.ofSeconds(10));

    permit.release(Outcome.UNCLEAR);
    waiting.join();
  }

  @Test
  void the_queue_has_the_places_that_callers_have_not() throws InterruptedException {
    Lane lane = lane(3);
    lane.enter(LONG).orElseThrow();
    assertThat(lane.roomForQueue()).isEqualTo(3);

    lane.enterNow().orElseThrow();
    lane.enterNow().orElseThrow();
    assertThat(lane.roomForQueue()).isEqualTo(1);
  }

  @Test
  void the_queue_leaves_a_place_to_a_caller_that_was_turned_away() throws InterruptedException {
    Lane lane = lane(2);
    Permit permit = lane.enter(LONG).orElseThrow();
    lane.enter(LONG).orElseThrow();
    lane.enterNow();
    assertThat(lane.roomForQueue()).isEqualTo(1);

    pass(61);
    assertThat(lane.roomForQueue()).isEqualTo(2);

    lane.enterNow();
    permit.release(Outcome.UNCLEAR);
    lane.enterNow().orElseThrow().release(Outcome.UNCLEAR);
    assertThat(lane.roomForQueue()).isEqualTo(2);
  }

  private Lane lane(int limit) {
    return new Lane("m", "r", new ThrottleLimit(limit, 100), now::get);
  }

  private void call(Lane lane, int seconds, Outcome outcome) {
    Permit permit = lane.enterNow().orElseThrow();
    pass(seconds);
    permit.release(outcome);
  }

  private void pass(int seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private static CompletableFuture<Optional<Permit>> wait(Lane lane) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return lane.enter(LONG);
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
  }
}
