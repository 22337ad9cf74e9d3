package dev.caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.failure.Trouble;
import dev.caravan.generation.Reason;
import dev.caravan.pace.Permit.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Callers that ask a lane for a place without holding a thread. */
@Timeout(60)
class LaneCallersTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  private final AtomicLong now = new AtomicLong();
  private final CallerLimit callers = new CallerLimit(100);
  private final List<Turn> heard = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Optional<Permit>> triedAgain = new CompletableFuture<>();

  @Test
  void a_free_place_is_given_at_once() {
    Lane lane = lane(1);

    assertThat(lane.ask(heard::add)).isInstanceOf(Turn.Now.class);

    assertThat(lane.inFlight()).isEqualTo(1);
    assertThat(lane.inLine()).isZero();
  }

  @Test
  void while_answers_wait_for_memory_no_call_begins() {
    Lane lane = lane(2, OptionalInt.of(2));
    AtomicBoolean isShort = new AtomicBoolean(true);
    lane.holdWhile(isShort::get);

    assertThat(lane.ask(heard::add)).isInstanceOf(Turn.Later.class);
    CompletableFuture<Optional<Permit>> message = message(lane);
    await().until(() -> lane.waiting() == 1);
    assertThat(lane.enterNow()).isEmpty();
    assertThat(lane.inFlight()).isZero();
    assertThat(heard).isEmpty();

    isShort.set(false);
    lane.letGo();

    assertThat(heard).singleElement().isInstanceOf(Turn.Now.class);
    assertThat(message.join()).isPresent();
    assertThat(lane.inFlight()).isEqualTo(2);
  }

  @Test
  void while_the_lane_is_full_callers_wait_and_come_in_their_order() {
    Lane lane = lane(1, OptionalInt.of(3));
    Seat held = seat(lane);
    List<Integer> order = new ArrayList<>();
    List<Seat> seats = new ArrayList<>();
    for (int n = 0; n < 3; n++) {
      int caller = n;
      Turn turn =
          lane.ask(
              next -> {
                order.add(caller);
                seats.add(((Turn.Now) next).seat());
              });
      assertThat(turn).isInstanceOf(Turn.Later.class);
    }
    assertThat(lane.inLine()).isEqualTo(3);

    held.requestEnded();
    assertThat(order).containsExactly(0);
    pass(5);
    seats.get(0).requestEnded();
    seats.get(1).requestEnded();

    assertThat(order).containsExactly(0, 1, 2);
    assertThat(seats).extracting(Seat::waited).containsExactly(seconds(0), seconds(5), seconds(5));
    assertThat(lane.inFlight()).isEqualTo(1);
  }

  @Test
  void after_calls_that_end_in_the_same_moment_the_next_callers_begin_one_after_another() {
    Lane lane = lane(4, OptionalInt.of(4));
    List<Permit> served = IntStream.range(0, 4).mapToObj(n -> enter(lane)).toList();
    for (int n = 0; n < 4; n++) {
      lane.ask(heard::add);
    }
    pass(8);

    served.forEach(permit -> permit.release(Outcome.ANSWERED));

    // A tenth of 8 s for four callers.
    assertThat(heard).hasSize(1);
    now.addAndGet(Duration.ofMillis(199).toNanos());
    lane.advance();
    assertThat(heard).hasSize(1);
    now.addAndGet(Duration.ofMillis(1).toNanos());
    lane.advance();
    assertThat(heard).hasSize(2);
    pass(1);
    // The lane wakes up by itself, too, when the time is over.
    await().untilAsserted(() -> assertThat(heard).hasSizeGreaterThan(2));
  }

  @Test
  void while_places_are_free_nobody_is_refused_because_the_line_is_full() {
    Lane lane = lane(4, OptionalInt.of(4));
    List<Permit> served = IntStream.range(0, 4).mapToObj(n -> enter(lane)).toList();
    for (int n = 0; n < 4; n++) {
      lane.ask(heard::add);
    }
    pass(8);
    served.forEach(permit -> permit.release(Outcome.ANSWERED));
    int free = lane.limit() - lane.inFlight();

    // One has left the line, and others will soon.
    for (int n = 0; n < 1 + free; n++) {
      assertThat(lane.ask(heard::add)).isInstanceOf(Turn.Later.class);
    }
    assertThat(lane.ask(heard::add)).isInstanceOf(Turn.Refused.class);
  }

  @Test
  void a_message_behind_the_last_caller_begins_when_that_caller_has_left_the_line() {
    Lane lane = lane(3, OptionalInt.of(2));
    List<Permit> served = IntStream.range(0, 3).mapToObj(n -> enter(lane)).toList();
    lane.ask(heard::add);
    lane.ask(heard::add);
    CompletableFuture<Optional<Permit>> message = message(lane);
    await().until(() -> lane.waiting() == 1);
    pass(8);
    served.forEach(permit -> permit.release(Outcome.ANSWERED));
    assertThat(heard).hasSize(1);

    pass(1);

    // No call ends meanwhile, so only the end of the spacing can wake the message.
    await().atMost(LONG.dividedBy(3)).until(message::isDone);
    assertThat(message.join()).isPresent();
    assertThat(heard).hasSize(2);
    assertThat(lane.inFlight()).isEqualTo(3);
  }

  @Test
  void if_the_line_is_full_too_a_caller_is_refused_and_told_when_to_come_again() {
    for (int most = 0; most < 4; most++) {
      Lane lane = lane(2, OptionalInt.of(most));
      for (int n = 0; n < 2 + most; n++) {
        assertThat(lane.ask(heard::add)).isNotInstanceOf(Turn.Refused.class);
      }

      Turn turn = lane.ask(heard::add);

      // 5 s for a call, two at the same time, and this caller after those in line.
      assertThat(((Turn.Refused) turn).why().retryAfter())
          .isEqualTo(Duration.ofSeconds((long) Math.ceil((most + 1) * 5 / 2.0)));
      assertThat(lane.inLine()).isEqualTo(most);
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void by_default_as_many_callers_wait_as_the_lane_takes_calls_at_once() {
    for (int limit = 1; limit < 5; limit++) {
      Lane lane = lane(limit);
      for (int n = 0; n < 2 * limit; n++) {
        assertThat(lane.ask(heard::add)).isNotInstanceOf(Turn.Refused.class);
      }
      assertThat(lane.ask(heard::add)).isInstanceOf(Turn.Refused.class);
    }
  }

  @Test
  void if_the_limit_falls_those_in_line_stay_and_new_ones_are_refused() {
    Lane lane = lane(10);
    List<Permit> permits = Stream.generate(() -> enter(lane)).limit(10).toList();
    for (int n = 0; n < 10; n++) {
      lane.ask(heard::add);
    }

    permits.get(0).release(Outcome.THROTTLED);

    assertThat(lane.limit()).isEqualTo(9);
    assertThat(lane.inLine()).isEqualTo(10);
    assertThat(lane.ask(heard::add)).isInstanceOf(Turn.Refused.class);
    permits.get(1).release(Outcome.UNCLEAR);
    permits.get(2).release(Outcome.UNCLEAR);
    assertThat(heard).hasSize(2).allMatch(Turn.Now.class::isInstance);
    assertThat(lane.inFlight()).isEqualTo(9);
  }

  @Test
  void while_the_lane_rests_new_callers_are_refused_and_those_in_line_wait_for_its_end() {
    Lane lane = lane(1);
    Permit permit = enter(lane);
    lane.ask(heard::add);

    permit.release(Outcome.THROTTLED);

    assertThat(heard).isEmpty();
    Turn.Refused refused = (Turn.Refused) lane.ask(turn -> {});
    assertThat(refused.why().retryAfter()).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    pass(1);
    // The lane looks again by itself, at the real time.
    await().until(() -> lane.inLine() == 0);
    assertThat(heard).singleElement().isInstanceOf(Turn.Now.class);
  }

  @Test
  void a_paused_lane_sends_everyone_on() {
    Lane lane = lane(1);
    Permit permit = enter(lane);
    lane.ask(heard::add);

    lane.pause(new Trouble(Reason.MODEL_UNUSABLE, "c", "m"), permit);
    permit.release(Outcome.UNCLEAR);

    assertThat(heard).containsExactly(new Turn.Paused());
    assertThat(lane.ask(heard::add)).isEqualTo(new Turn.Paused());
    lane.probed(Optional.empty());
    // The next one is the trial, and the only one.
    Seat trial = seat(lane);
    assertThat(lane.ask(heard::add)).isEqualTo(new Turn.Paused());
    trial.requestEnded();
    assertThat(lane.ask(heard::add)).isInstanceOf(Turn.Now.class);
  }

  @Test
  void a_caller_that_leaves_the_line_is_passed_over() {
    Lane lane = lane(1);
    Seat held = seat(lane);
    Turn.InLine place = ((Turn.Later) lane.ask(heard::add)).place();

    assertThat(place.leave()).isTrue();
    assertThat(place.leave()).isFalse();
    held.requestEnded();

    assertThat(heard).isEmpty();
    assertThat(lane.inFlight()).isZero();
  }

  @Test
  void a_caller_whose_turn_has_come_cannot_leave_any_more() {
    Lane lane = lane(1);
    Seat held = seat(lane);
    Turn.InLine place = ((Turn.Later) lane.ask(heard::add)).place();
    held.requestEnded();

    assertThat(place.leave()).isFalse();

    ((Turn.Now) heard.get(0)).seat().requestEnded();
    assertThat(lane.inFlight()).isZero();
  }

  @Test
  void at_a_stop_everyone_is_sent_away() {
    Lane lane = lane(1);
    Seat held = seat(lane);
    lane.ask(heard::add);

    lane.endWaiting();

    assertThat(heard).containsExactly(new Turn.Stopping());
    held.requestEnded();
    assertThat(lane.ask(heard::add)).isEqualTo(new Turn.Stopping());
    assertThat(heard).hasSize(1);
  }

  @Test
  void callers_and_messages_take_turns_in_the_order_in_which_they_came() throws Exception {
    Lane lane = lane(1, OptionalInt.of(2));
    Seat held = seat(lane);
    lane.ask(heard::add);
    CompletableFuture<Optional<Permit>> message = message(lane);
    await().until(() -> lane.waiting() == 1);
    lane.ask(heard::add);

    held.requestEnded();
    assertThat(heard).hasSize(1);
    assertThat(message).isNotDone();
    ((Turn.Now) heard.get(0)).seat().requestEnded();
    Permit ofMessage = message.join().orElseThrow();
    assertThat(heard).hasSize(1);
    ofMessage.release(Outcome.UNCLEAR);

    assertThat(heard).hasSize(2);
  }

  @Test
  void a_caller_in_line_goes_when_the_message_before_it_gives_up() {
    Lane lane = lane(1);
    Seat held = seat(lane);
    CompletableFuture<Optional<Permit>> message = message(lane);
    await().until(() -> lane.waiting() == 1);
    lane.ask(heard::add);

    lane.endWaiting();

    assertThat(message.join()).isEmpty();
    assertThat(heard).containsExactly(new Turn.Stopping());
    held.requestEnded();
  }

  @Test
  void the_queue_leaves_a_place_to_callers_in_line() throws InterruptedException {
    Lane lane = lane(3);
    for (int n = 0; n < 3; n++) {
      lane.enter(LONG).orElseThrow();
    }
    assertThat(lane.roomForQueue()).isEqualTo(3);

    Turn.InLine place = ((Turn.Later) lane.ask(heard::add)).place();
    assertThat(lane.roomForQueue()).isEqualTo(2);

    place.leave();
    assertThat(lane.roomForQueue()).isEqualTo(3);
  }

  @Test
  void a_caller_that_tries_again_comes_before_those_in_line() {
    Lane lane = lane(1);
    Seat held = seat(lane);
    lane.ask(heard::add);
    Thread again =
        new Thread(
            () -> {
              try {
                triedAgain.complete(lane.enterAgain(LONG));
              } catch (InterruptedException e) {
                triedAgain.completeExceptionally(e);
              }
            });
    again.start();
    await().until(() -> again.getState() == Thread.State.TIMED_WAITING);

    held.requestEnded();

    Permit permit = triedAgain.join().orElseThrow();
    assertThat(heard).isEmpty();
    permit.release(Outcome.UNCLEAR);
    assertThat(heard).singleElement().isInstanceOf(Turn.Now.class);
  }

  @Test
  void callers_of_all_models_together_have_so_many_places() {
    CallerLimit two = new CallerLimit(2);
    Lane one = lane(5, two);
    Lane other = lane(5, two);
    two.whenFree(
        () -> {
          one.advance();
          other.advance();
        });
    Seat first = seat(one);
    seat(one);

    assertThat(other.ask(heard::add)).isInstanceOf(Turn.Later.class);
    assertThat(other.inFlight()).isZero();
    // A message holds no caller's place, and does not wait for the callers.
    assertThat(message(other).join()).isPresent();
    first.requestEnded();

    assertThat(heard).singleElement().isInstanceOf(Turn.Now.class);
  }

  @Test
  void the_limit_is_learned_from_the_call_and_not_from_the_time_that_its_seat_was_held() {
    Lane lane = lane(1);
    Seat seat = seat(lane);
    pass(100);
    Permit permit = seat.take(lane).orElseThrow();
    pass(3);
    permit.release(Outcome.ANSWERED);
    seat.requestEnded();

    assertThat(lane.retryAfter()).isEqualTo(Duration.ofSeconds(2));
    assertThat(lane.limit()).isEqualTo(2);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }

  private Seat seat(Lane lane) {
    return ((Turn.Now) lane.ask(heard::add)).seat();
  }

  private static Permit enter(Lane lane) {
    return lane.enterNow().orElseThrow();
  }

  private Lane lane(int limit) {
    return lane(limit, OptionalInt.empty());
  }

  private Lane lane(int limit, OptionalInt line) {
    return lane(limit, callers, line);
  }

  private Lane lane(int limit, CallerLimit all) {
    return lane(limit, all, OptionalInt.empty());
  }

  private Lane lane(int limit, CallerLimit all, OptionalInt line) {
    return new Lane(
        "m",
        "r",
        new ThrottleLimit(limit, 100),
        now::get,
        Clock.systemUTC(),
        LaneProbes.usual(),
        all,
        new CallerLine(line));
  }

  private void pass(int seconds) {
    now.addAndGet(Duration.ofSeconds(seconds).toNanos());
  }

  private static CompletableFuture<Optional<Permit>> message(Lane lane) {
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
