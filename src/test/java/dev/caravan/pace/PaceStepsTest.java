package dev.caravan.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.caravan.failure.FailurePolicy;
import dev.caravan.failure.Trouble;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import dev.caravan.model.CallsUsedUpException;
import dev.caravan.model.Catalogue;
import dev.caravan.model.ContentBlockedException;
import dev.caravan.model.Models;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

class PaceStepsTest {

  private static final Exception THROTTLE =
      ThrottlingException.builder().statusCode(429).message("Too many requests").build();

  private final Models models = new Models(Catalogue.read("routes/models.yaml"), 10);
  private final Pace pace = new Pace(2, 100);
  private final PaceSteps steps = new PaceSteps(pace, models, new FailurePolicy(), 0);
  private final Exchange exchange = exchange();
  private final Generation text = generation("amazon.nova-lite-v1:0");
  private Seat seatBefore;

  @Test
  void a_place_is_held_from_the_one_step_to_the_other() throws InterruptedException {
    steps.enter(text, exchange);
    assertThat(inFlight()).isEqualTo(Map.of(text.model(), 1));

    steps.leave(exchange);
    assertThat(inFlight()).isEqualTo(Map.of(text.model(), 0));

    steps.leave(exchange);
    assertThat(inFlight()).isEqualTo(Map.of(text.model(), 0));
  }

  @Test
  void a_caller_that_was_admitted_uses_its_seat_for_the_first_call_only() throws Exception {
    Seat seat = seat(text);
    exchange.setVariable(PaceSteps.SEAT, seat);
    assertThat(seat.handOver()).isTrue();

    enterNow(text, exchange);
    assertThat(inFlight()).isEqualTo(Map.of(text.model(), 1));
    steps.leave(exchange);
    assertThat(inFlight()).isEqualTo(Map.of(text.model(), 0));
    enterNow(text, exchange);
    assertThat(inFlight()).isEqualTo(Map.of(text.model(), 1));
    steps.leave(exchange);
    seat.exchangeEnded();

    assertThat(inFlight()).isEqualTo(Map.of(text.model(), 0));
  }

  @Test
  void callers_of_users_routes_take_the_places_for_callers_until_their_exchanges_end()
      throws Exception {
    Pace onePlace = new Pace(2, 2, System::nanoTime, LaneProbes.usual(), 1, OptionalInt.empty());
    PaceSteps oneByOne = new PaceSteps(onePlace, models, new FailurePolicy(), 0);
    Generation canvas = generation("amazon.nova-canvas-v1:0");
    Exchange other = exchange();
    exchange.setPattern(ExchangePattern.InOut);
    other.setPattern(ExchangePattern.InOut);
    oneByOne.enter(text, exchange);
    oneByOne.leave(exchange);
    // A second call of the same exchange needs no second place.
    oneByOne.enter(text, exchange);

    assertThatThrownBy(() -> oneByOne.enter(canvas, other)).isInstanceOf(AtLimitException.class);
    assertThat(onePlace.ask(models.of(canvas), turn -> {})).isInstanceOf(Turn.Later.class);
    oneByOne.leave(exchange);
    assertThatThrownBy(() -> oneByOne.enter(canvas, other)).isInstanceOf(AtLimitException.class);
    complete(exchange);

    // The caller in line came first.
    assertThatThrownBy(() -> oneByOne.enter(canvas, other)).isInstanceOf(AtLimitException.class);
    assertThat(onePlace.lane(models.of(canvas)).inFlight()).isEqualTo(1);
  }

  private static void complete(Exchange exchange) {
    exchange
        .getExchangeExtension()
        .handoverCompletions()
        .forEach(completion -> completion.onComplete(exchange));
  }

  @Test
  void a_seat_of_another_model_is_given_back() {
    Generation canvas = generation("amazon.nova-canvas-v1:0");
    exchange.setVariable(PaceSteps.SEAT, seat(canvas));

    enterNow(text, exchange);

    assertThat(inFlight()).isEqualTo(Map.of(text.model(), 1, canvas.model(), 0));
  }

  @Test
  void a_seat_in_a_lane_that_is_paused_meanwhile_is_given_back_and_the_fallback_is_used() {
    Generation canvas = generation("amazon.nova-canvas-v1:0");
    pauseLaneOf(canvas, 1);
    exchange.setVariable(PaceSteps.SEAT, seatBefore);

    enterNow(canvas, exchange);

    assertThat(inFlight())
        .isEqualTo(Map.of(canvas.model(), 0, "stability.stable-image-core-v1:1", 1));
    pauseLaneOf(text, 1);
    Exchange withoutFallback = exchange();
    withoutFallback.setVariable(PaceSteps.SEAT, seatBefore);
    assertThatThrownBy(() -> enterNow(text, withoutFallback))
        .isInstanceOf(LanePausedException.class);
  }

  @Test
  void the_trial_of_a_paused_lane_goes_to_its_model_even_if_there_is_a_fallback() {
    Generation canvas = generation("amazon.nova-canvas-v1:0");
    Lane lane = pauseLaneOf(canvas, 0);
    lane.probed(Optional.empty());
    exchange.setVariable(PaceSteps.SEAT, seat(canvas));

    enterNow(canvas, exchange);

    assertThat(inFlight()).isEqualTo(Map.of(canvas.model(), 1));
  }

  /** Pauses the lane; before that, so many seats are given. */
  private Lane pauseLaneOf(Generation generation, int seats) {
    Lane lane = pace.lane(models.of(generation));
    for (int n = 0; n < seats; n++) {
      seatBefore = seat(generation);
    }
    Permit permit = lane.enterNow().orElseThrow();
    lane.pause(new Trouble(Reason.MODEL_UNUSABLE, "c", "m"), permit);
    permit.release(Permit.Outcome.UNCLEAR);
    return lane;
  }

  private Seat seat(Generation generation) {
    return ((Turn.Now) pace.ask(models.of(generation), turn -> {})).seat();
  }

  @Test
  void a_caller_beyond_the_limit_is_told_when_to_come_again() {
    enterNow(text, exchange());
    enterNow(text, exchange());

    AtLimitException full =
        catchThrowableOfType(AtLimitException.class, () -> enterNow(text, exchange));

    assertThat(full.reason()).isEqualTo(Reason.THROTTLED);
    assertThat(full.isFinal()).isFalse();
    assertThat(full).hasMessageContaining("try again in 3 s");
    assertThat(exchange.getVariable(PaceSteps.RETRY_AFTER)).isEqualTo(Duration.ofSeconds(3));
    steps.leave(exchange);
    assertThat(inFlight()).isEqualTo(Map.of(text.model(), 2));
  }

  @Test
  void a_prompt_from_the_queue_that_waited_in_vain_has_cost_no_call() {
    enterNow(text, exchange());
    enterNow(text, exchange());

    assertThatThrownBy(() -> steps.enter(text, exchange)).isInstanceOf(AtLimitException.class);

    assertThat(exchange.getVariable(Models.CALLS)).isNull();
  }

  @Test
  void a_fallback_model_has_its_own_lane() {
    Generation canvas = generation("amazon.nova-canvas-v1:0");
    enterNow(canvas, exchange);
    steps.leave(exchange);
    exchange.setVariable("generation", canvas);
    models.fallBack(exchange);

    enterNow(canvas, exchange);

    assertThat(inFlight())
        .isEqualTo(Map.of("amazon.nova-canvas-v1:0", 0, "stability.stable-image-core-v1:1", 1));
  }

  @Test
  void what_the_model_throttled_lowers_the_limit_and_is_not_to_come_again_at_once() {
    call(THROTTLE);

    assertThat(pace.lanes().iterator().next().state()).isEqualTo(Lane.State.LIMITED);
    assertThat(exchange.getVariable(PaceSteps.RETRY_AFTER)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void what_was_never_sent_or_failed_otherwise_leaves_the_limit_alone() {
    Failure last = new Failure(Reason.THROTTLED, "slow down", Instant.EPOCH);
    call(new CallsUsedUpException(10, last));
    call(new ContentBlockedException("no"));

    assertThat(limit()).isEqualTo(2);
  }

  @Test
  void an_answer_after_a_throttle_is_an_answer() {
    call(THROTTLE);
    // Camel keeps what an earlier try was caught with.
    assertThat(exchange.getProperty(Exchange.EXCEPTION_CAUGHT)).isNotNull();
    for (int n = 0; n < 50; n++) {
      call(null);
    }

    // So many throttles would have lowered it to 1.
    assertThat(limit()).isEqualTo(2);
  }

  private void call(Exception failure) {
    enterNow(text, exchange);
    if (failure != null) {
      exchange.setProperty(Exchange.EXCEPTION_CAUGHT, failure);
    }
    steps.leave(exchange);
  }

  private void enterNow(Generation generation, Exchange exchange) {
    exchange.setPattern(ExchangePattern.InOut);
    try {
      steps.enter(generation, exchange);
    } catch (InterruptedException e) {
      throw new AssertionError("A caller by HTTP does not wait.", e);
    }
  }

  private int limit() {
    return pace.lanes().iterator().next().limit();
  }

  private Map<String, Integer> inFlight() {
    return pace.lanes().stream().collect(Collectors.toMap(Lane::model, Lane::inFlight));
  }

  private Generation generation(String model) {
    Prompt prompt = new Prompt("a boat", model, null, null, null, null);
    return models.accept(
        Generation.accepted(GenerationId.random(), Source.HTTP, prompt, null, Instant.now()));
  }

  private static Exchange exchange() {
    return new DefaultExchange(new DefaultCamelContext());
  }
}
