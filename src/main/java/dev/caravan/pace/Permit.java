package dev.caravan.pace;

import java.util.concurrent.atomic.AtomicBoolean;

/** A place in a {@link Lane}, held during one call and given back once. */
final class Permit {

  /** What the call shows about the limit. */
  enum Outcome {
    ANSWERED,
    THROTTLED,
    /** The call failed in a way that does not show how many calls the model takes. */
    UNCLEAR
  }

  private final Lane lane;
  private volatile long begunAt;
  private volatile int inFlight;
  private final long after;
  private final boolean ofQueue;
  private final boolean isTrial;
  private final AtomicBoolean released = new AtomicBoolean();

  /**
   * @param begunAt nanoseconds of the lane's clock
   * @param inFlight calls in flight when this one began, including this one
   * @param after nanoseconds from the beginning of the lane's call before this one
   * @param isTrial true if its outcome decides whether a paused lane opens
   */
  Permit(Lane lane, long begunAt, int inFlight, long after, boolean ofQueue, boolean isTrial) {
    this.lane = lane;
    this.begunAt = begunAt;
    this.inFlight = inFlight;
    this.after = after;
    this.ofQueue = ofQueue;
    this.isTrial = isTrial;
  }

  /** The call begins now; until now, the place was held for it. */
  void begin(long now, int callsInFlight) {
    begunAt = now;
    inFlight = callsInFlight;
  }

  /** Frees the place. Only the first call has an effect. */
  void release(Outcome outcome) {
    if (released.compareAndSet(false, true)) {
      lane.end(this, outcome);
    }
  }

  Lane lane() {
    return lane;
  }

  long begunAt() {
    return begunAt;
  }

  int inFlight() {
    return inFlight;
  }

  long after() {
    return after;
  }

  boolean isTrial() {
    return isTrial;
  }

  boolean ofQueue() {
    return ofQueue;
  }
}
