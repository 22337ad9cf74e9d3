package dev.caravan.generation;

import java.time.Duration;

/**
 * A model call that was not made, because an earlier failure allows the next one only later. The
 * log has a line for that failure.
 */
public abstract class CallPostponedException extends ReasonedException {

  private final Duration retryAfter;

  protected CallPostponedException(Reason reason, String message, Duration retryAfter) {
    super(reason, message, null);
    this.retryAfter = retryAfter;
  }

  /** False, because the next call is further away than a retry waits. */
  @Override
  public final boolean mayBeRetried() {
    return false;
  }

  @Override
  public final boolean isLoggedAlready() {
    return true;
  }

  /** The time until the next call may be made. */
  public final Duration retryAfter() {
    return retryAfter;
  }
}
