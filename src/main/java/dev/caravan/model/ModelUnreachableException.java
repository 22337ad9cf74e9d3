package dev.caravan.model;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/**
 * The connection to the model failed: it was never made, or broke before the answer was complete.
 */
public class ModelUnreachableException extends ReasonedException {

  public ModelUnreachableException(String modelId, Throwable cause) {
    super(Reason.MODEL_UNAVAILABLE, "The connection to " + modelId + " failed.", cause);
  }
}
