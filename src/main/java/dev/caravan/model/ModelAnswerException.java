package dev.caravan.model;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/** The model answered 200 without a usable result; a new attempt may succeed. */
public class ModelAnswerException extends ReasonedException {

  public ModelAnswerException(String message) {
    this(message, null);
  }

  public ModelAnswerException(String message, Throwable cause) {
    super(Reason.MODEL_UNAVAILABLE, message, cause);
  }
}
