package dev.caravan.pace;

import dev.caravan.failure.FailedGeneration;
import dev.caravan.failure.FailurePolicy;
import dev.caravan.failure.FailureRow;
import dev.caravan.generation.Generation;
import dev.caravan.model.Models;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.support.SynchronizationAdapter;

/** The route steps before and after a model call: they take a place in the lane and free it. */
public final class PaceSteps {

  /** The exchange variable that holds the {@link Permit} during a call. */
  static final String PERMIT = "_permit";

  /** The exchange variable that holds the {@link Seat} of a caller that was admitted with one. */
  public static final String SEAT = "_seat";

  /** The exchange variable that is true if the exchange has a place without a seat. */
  private static final String PLACE = "_callerPlace";

  /** The exchange variable for when a refused caller may try again, a {@link Duration}. */
  static final String RETRY_AFTER = Models.RETRY_AFTER;

  /** Bedrock does not say when to try again, and counts its quotas per minute. */
  private static final Duration AFTER_THROTTLE = Duration.ofSeconds(5);

  private final Pace pace;
  private final Models models;
  private final FailurePolicy policy;
  private final Judge judge;
  private final Duration longestWait;

  /**
   * @param waitSeconds how long a prompt from the queue, or a retry, waits for a place
   */
  public PaceSteps(Pace pace, Models models, FailurePolicy policy, long waitSeconds) {
    this.pace = pace;
    this.models = models;
    this.policy = policy;
    this.judge = new Judge(policy);
    this.longestWait = Duration.ofSeconds(waitSeconds);
  }

  /**
   * Takes a place for a call. If the model's lane is paused, the call goes to the catalogue's
   * fallback. A prompt from the queue waits for a place. A caller by HTTP was admitted with one; if
   * it tries again, it waits, too. A caller without one, from a user's own route, gets an error at
   * once if no place is free or if as many callers are served as may be.
   *
   * @throws AtLimitException if no place is free, or none became free in time; the variable {@value
   *     #RETRY_AFTER} says when one may be free
   * @throws LanePausedException if the lane is paused; the variable says when it may open
   */
  public void enter(Generation generation, Exchange exchange) throws InterruptedException {
    // Its presence shows that a call was made (leave).
    exchange.removeVariable(Models.REQUEST);
    Lane lane = lane(generation, exchange);
    Seat seat = exchange.getVariable(SEAT, Seat.class);
    if (lane.isClosed() && (seat == null || !seat.isTrialOf(lane))) {
      lane = openFallback(generation, exchange).orElse(lane);
    }
    Optional<Permit> permit =
        hold(
            isAnswered(exchange) ? ofCaller(lane, seat, exchange) : lane.enter(longestWait),
            exchange);
    if (permit.isEmpty()) {
      throw refusal(lane, exchange);
    }
  }

  private Optional<Permit> ofCaller(Lane lane, Seat seat, Exchange exchange)
      throws InterruptedException {
    if (seat == null) {
      // Not every exchange comes from the API: users call these routes from routes of their own.
      return hasPlace(exchange) ? lane.enterNow() : Optional.empty();
    }
    Optional<Permit> held = seat.take(lane);
    return held.isPresent() ? held : lane.enterAgain(longestWait);
  }

  /** Counts the exchange as one of the callers until it ends, because it holds a thread. */
  private boolean hasPlace(Exchange exchange) {
    if (exchange.getVariable(PLACE) == null) {
      CallerLimit callers = pace.callers();
      if (!callers.tryTake()) {
        return false;
      }
      exchange.setVariable(PLACE, true);
      exchange
          .getExchangeExtension()
          .addOnCompletion(
              new SynchronizationAdapter() {
                @Override
                public void onDone(Exchange ended) {
                  callers.free();
                }
              });
    }
    return true;
  }

  /** The lane of the model's fallback, if prompts can go there; the next call uses that model. */
  private Optional<Lane> openFallback(Generation generation, Exchange exchange) {
    return models
        .fallback(generation, exchange)
        .filter(model -> !pace.lane(model).isClosed())
        .map(
            model -> {
              exchange.setVariable(Models.FALLBACK, model.id());
              return pace.lane(model);
            });
  }

  private static RuntimeException refusal(Lane lane, Exchange exchange) {
    Optional<PausedLane> paused = lane.paused();
    if (paused.isPresent()) {
      LanePausedException closed =
          new LanePausedException(paused.get().trouble().reason(), lane.untilProbe());
      exchange.setVariable(RETRY_AFTER, closed.retryAfter());
      // The message need not come back before the model is asked again.
      exchange.setVariable(Models.HIDE_FOR, closed.retryAfter());
      return closed;
    }
    if (!isAnswered(exchange)) {
      return AtLimitException.afterWaiting(lane.retryAfter());
    }
    AtLimitException full = AtLimitException.atOnce(lane.retryAfter());
    exchange.setVariable(RETRY_AFTER, full.retryAfter());
    return full;
  }

  /** True if a caller waits for this exchange's answer; only exchanges from HTTP have one. */
  private static boolean isAnswered(Exchange exchange) {
    return exchange.getPattern() == ExchangePattern.InOut;
  }

  /**
   * Frees the place, however the call ended, and reports to the lane what the call shows about the
   * limit and about the model.
   */
  public void leave(Exchange exchange) {
    if (exchange.getProperty(Exchange.EXCEPTION_CAUGHT) != null) {
      // Before it tries again, it may wait for calls that wait for the memory of its answer.
      Models.dropAnswer(exchange);
    }
    Permit permit = exchange.getVariable(PERMIT, Permit.class);
    if (permit == null) {
      return;
    }
    exchange.removeVariable(PERMIT);
    if (exchange.getVariable(Models.REQUEST) != null) {
      FailedGeneration.in(exchange)
          .filter(generation -> generation.prompt() != null)
          .ifPresent(generation -> judge.judge(generation, permit, exchange));
    }
    Permit.Outcome outcome = outcome(exchange);
    permit.release(outcome);
    if (outcome == Permit.Outcome.THROTTLED) {
      Duration turn = permit.lane().retryAfter();
      exchange.setVariable(RETRY_AFTER, turn.compareTo(AFTER_THROTTLE) < 0 ? AFTER_THROTTLE : turn);
    } else if (permit.lane().isClosed()) {
      exchange.setVariable(RETRY_AFTER, permit.lane().untilProbe());
    }
  }

  /** A fallback model has a lane of its own. */
  private Lane lane(Generation generation, Exchange exchange) {
    return pace.lane(models.inUse(generation, exchange));
  }

  private static Optional<Permit> hold(Optional<Permit> permit, Exchange exchange) {
    // An exception caught in an earlier try would look like the outcome of this one.
    exchange.removeProperty(Exchange.EXCEPTION_CAUGHT);
    permit.ifPresent(held -> exchange.setVariable(PERMIT, held));
    return permit;
  }

  private Permit.Outcome outcome(Exchange exchange) {
    Throwable failed = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    if (failed == null) {
      return Permit.Outcome.ANSWERED;
    }
    // Only a refusal by the model counts; a prompt that was never sent shows nothing.
    return policy.isRefusedOutright(exchange)
            && policy.verdict(exchange).row().lane() == FailureRow.Lane.SLOWED
        ? Permit.Outcome.THROTTLED
        : Permit.Outcome.UNCLEAR;
  }
}
