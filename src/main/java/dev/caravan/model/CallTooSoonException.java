package dev.caravan.model;

import dev.caravan.generation.CallPostponedException;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import java.time.Duration;

/**
 * The last call of this prompt failed too recently ({@link CallSpacing}), so this call was not
 * made. Its message is the one of the last failure.
 */
public final class CallTooSoonException extends CallPostponedException {

  /**
   * @param last the failure of the previous call; null if the record has none
   */
  CallTooSoonException(Duration retryAfter, Failure last) {
    super(
        Reason.MODEL_UNAVAILABLE,
        last == null || last.reason() != Reason.MODEL_UNAVAILABLE
            ? "The model's service failed; try again later."
            : last.detail(),
        retryAfter);
  }
}
