package dev.caravan.pace;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;
import java.time.Duration;

/** The model already has as many calls in flight as it takes now; this call was not made. */
public final class AtLimitException extends ReasonedException {

  private final Duration retryAfter;

  private AtLimitException(String message, Duration retryAfter) {
    super(Reason.THROTTLED, message, null);
    this.retryAfter = retryAfter;
  }

  /** For a caller by HTTP, who does not wait for a place. */
  static AtLimitException atOnce(Duration retryAfter) {
    return new AtLimitException(
        "The model takes no more calls just now; try again in %d s, or send Prefer: respond-async."
            .formatted(retryAfter.toSeconds()),
        retryAfter);
  }

  /** For a prompt from the queue that waited for a place and got none in time. */
  static AtLimitException afterWaiting(Duration retryAfter) {
    return new AtLimitException(
        "The model takes no more calls just now; this prompt's turn did not come in time.",
        retryAfter);
  }

  /** False, because a retry within the call would only wait for a place again. */
  @Override
  public boolean mayBeRetried() {
    return false;
  }

  /** When a place may be free, in whole seconds. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
