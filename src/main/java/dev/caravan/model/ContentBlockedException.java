package dev.caravan.model;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/** The model's filter refused the prompt or its own answer; a new attempt would not help. */
public class ContentBlockedException extends ReasonedException {

  public ContentBlockedException(String message) {
    super(Reason.CONTENT_BLOCKED, message, null);
  }
}
