package dev.caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Whatever happens to a request and its exchange, and in whatever order. */
class SeatTest {

  /** What happens at the request, in the exchange and at the model call. */
  private enum Event {
    HANDED_OVER,
    TAKEN,
    TAKEN_FOR_ANOTHER_LANE,
    LEFT,
    EXCHANGE_ENDED,
    REQUEST_ENDED
  }

  @Test
  void both_places_are_given_back_exactly_once_in_every_order_of_events() {
    List<List<Event>> orders = orders(List.of(Event.values()));
    assertThat(orders).hasSize(720);
    for (List<Event> order : orders) {
      check(order);
      // Also if an event comes twice.
      List<Event> twice = new ArrayList<>(order);
      twice.addAll(order);
      check(twice);
    }
  }

  private static void check(List<Event> order) {
    CallerLimit callers = new CallerLimit(1);
    Lane lane = lane(callers);
    Lane other = lane(callers);
    Seat seat = ((Turn.Now) lane.ask(turn -> {})).seat();
    Optional<Permit> call = Optional.empty();
    boolean handedOver = false;
    for (Event event : order) {
      switch (event) {
        case HANDED_OVER -> handedOver |= seat.handOver();
        case TAKEN -> call = call.or(() -> seat.take(lane));
        case TAKEN_FOR_ANOTHER_LANE -> assertThat(seat.take(other)).isEmpty();
        case LEFT -> call.ifPresent(permit -> permit.release(Permit.Outcome.UNCLEAR));
        case EXCHANGE_ENDED -> seat.exchangeEnded();
        case REQUEST_ENDED -> seat.requestEnded();
      }
      assertThat(lane.inFlight()).as("%s", order).isBetween(0, 1);
    }
    if (handedOver) {
      // An exchange always ends after it has the seat.
      seat.exchangeEnded();
    }
    assertThat(lane.inFlight()).as("calls in flight after %s", order).isZero();
    assertThat(callers.tryTake()).as("a free place for a caller after %s", order).isTrue();
    assertThat(callers.tryTake()).as("another free place after %s", order).isFalse();
  }

  private static Lane lane(CallerLimit callers) {
    return new Lane(
        "m",
        "r",
        new ThrottleLimit(1, 1),
        System::nanoTime,
        Clock.systemUTC(),
        LaneProbes.usual(),
        callers,
        new CallerLine(OptionalInt.empty()));
  }

  private static List<List<Event>> orders(List<Event> events) {
    if (events.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Event>> all = new ArrayList<>();
    for (Event first : events) {
      List<Event> rest = new ArrayList<>(events);
      rest.remove(first);
      for (List<Event> order : orders(rest)) {
        List<Event> whole = new ArrayList<>(List.of(first));
        whole.addAll(order);
        all.add(whole);
      }
    }
    return all;
  }
}
