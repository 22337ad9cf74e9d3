package dev.caravan.model;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/** The model did not answer in time; the call may have been billed. */
public class ModelTimeoutException extends ReasonedException {

  public ModelTimeoutException(String modelId, Throwable cause) {
    super(Reason.MODEL_TIMEOUT, modelId + " did not answer in time.", cause);
  }
}
