package dev.caravan.pace;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A place in a lane for the first model call of a caller by HTTP, and one of the places for callers
 * until the caller is answered. First the request holds it, and then the exchange. Its last holder
 * gives it back, once.
 */
public final class Seat {

  private enum Holder {
    REQUEST,
    EXCHANGE,
    NOBODY
  }

  private final Permit permit;
  private final CallerLimit callers;
  private final Duration waited;
  private final AtomicReference<Holder> holder = new AtomicReference<>(Holder.REQUEST);
  private final AtomicBoolean taken = new AtomicBoolean();

  /**
   * @param waited how long the caller waited in line
   */
  Seat(Permit permit, CallerLimit callers, Duration waited) {
    this.permit = permit;
    this.callers = callers;
    this.waited = waited;
  }

  /** How long the caller waited in line. */
  public Duration waited() {
    return waited;
  }

  /** From now on, the exchange holds it; false if the request has given it back. */
  public boolean handOver() {
    return holder.compareAndSet(Holder.REQUEST, Holder.EXCHANGE);
  }

  /** The request has been answered, or its caller has left; has no effect if an exchange began. */
  public void requestEnded() {
    endOf(Holder.REQUEST);
  }

  public void exchangeEnded() {
    endOf(Holder.EXCHANGE);
  }

  private void endOf(Holder last) {
    if (holder.compareAndSet(last, Holder.NOBODY)) {
      // Has no effect if the model call has freed the place.
      permit.release(Permit.Outcome.UNCLEAR);
      callers.free();
    }
  }

  /** True if the first model call is the trial that decides whether this paused lane opens. */
  boolean isTrialOf(Lane lane) {
    return permit.lane() == lane && permit.isTrial() && !taken.get();
  }

  /**
   * The place for the exchange's first model call, which begins now. Empty for later calls, if the
   * call goes to another lane, and if the lane was paused in the meantime; the place is free then.
   */
  Optional<Permit> take(Lane lane) {
    if (!taken.compareAndSet(false, true)) {
      return Optional.empty();
    }
    if (permit.lane() != lane || lane.isClosed() && !permit.isTrial()) {
      permit.release(Permit.Outcome.UNCLEAR);
      return Optional.empty();
    }
    lane.begins(permit);
    return Optional.of(permit);
  }
}
