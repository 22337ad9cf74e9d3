package dev.caravan.model;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/** A prompt has had as many model calls as one may have; another would only cost. */
public final class CallsUsedUpException extends ReasonedException {

  /**
   * @param last what the call before failed with; null where the record does not say
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
