package dev.caravan.model;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/** The prompt has reached the maximum number of model calls. */
public final class CallsUsedUpException extends ReasonedException {

  /**
   * @param last the failure of the previous call; null if the record has none
   */
  public CallsUsedUpException(int calls, Failure last) {
    super(
        last == null ? Reason.MODEL_UNAVAILABLE : last.reason(),
        "Given up after %d model calls%s"
            .formatted(calls, last == null ? "." : "; the last failed: " + last.detail()),
        null);
  }

  @Override
  public boolean isFinal() {
    return true;
  }
}
