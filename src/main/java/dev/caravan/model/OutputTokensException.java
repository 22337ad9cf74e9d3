package dev.caravan.model;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/**
 * The model used all its output tokens before the first word of its answer, for example to reason.
 * The call is paid for, and another call would end the same way.
 */
public class OutputTokensException extends ReasonedException {

  public OutputTokensException(String modelId) {
    super(
        Reason.MODEL_UNUSABLE,
        "The model used all its output tokens before its answer began; raise outputTokens of %s in models.yaml."
            .formatted(modelId),
        null);
  }

  @Override
  public boolean isFinal() {
    return true;
  }
}
