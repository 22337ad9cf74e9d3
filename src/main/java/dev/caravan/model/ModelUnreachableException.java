package dev.caravan.model;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/**
 * The call to the model failed on the way: no connection, or it broke before the answer was here.
 */
public class ModelUnreachableException extends ReasonedException {

  public ModelUnreachableException(String modelId, Throwable cause) {
    super(Reason.MODEL_UNAVAILABLE, "The connection to " + modelId + " failed.", cause);
  }
}
