package dev.caravan.pace;

import dev.caravan.failure.FailureTable;
import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;
import java.time.Duration;

/**
 * The model's lane is paused, so this call was not made. Its message is the general sentence of the
 * lane's reason; AWS's own words are for operators.
 */
public final class LanePausedException extends ReasonedException {

  private final Duration retryAfter;

  LanePausedException(Reason reason, Duration retryAfter) {
    super(reason, FailureTable.of(reason).toCallers(), null);
    this.retryAfter = retryAfter;
  }

  /** False, because the lane is paused for longer than a call waits. */
  @Override
  public boolean mayBeRetried() {
    return false;
  }

  /** True, because the log has a line for the pause. */
  @Override
  public boolean isLoggedAlready() {
    return true;
  }

  /** When the model is asked again, in whole seconds. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
