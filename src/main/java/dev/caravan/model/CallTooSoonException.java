package dev.caravan.model;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;
import java.time.Duration;

/**
 * The last call of this prompt failed too recently ({@link CallSpacing}), so this call was not
 * made. Its message is the one of the last failure.
 */
public final class CallTooSoonException extends ReasonedException {

  private final Duration retryAfter;

  /**
   * @param last the failure of the previous call; null if the record has none
   */
  CallTooSoonException(Duration retryAfter, Failure last) {
    super(
        Reason.MODEL_UNAVAILABLE,
        last == null || last.reason() != Reason.MODEL_UNAVAILABLE
            ? "The model's service failed; try again later."
            : last.detail(),
        null);
    this.retryAfter = retryAfter;
  }

  /** False, because the next call may be made much later only. */
  @Override
  public boolean mayBeRetried() {
    return false;
  }

  /** True, because the log has a line for the failure of the last call. */
  @Override
  public boolean isLoggedAlready() {
    return true;
  }

  /** When the next call may be made. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
