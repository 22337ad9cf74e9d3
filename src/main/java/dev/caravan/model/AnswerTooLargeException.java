package dev.caravan.model;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/**
 * The model's answer is larger than the catalogue allows, so it was not read to its end. The call
 * may have been billed, and another call would probably end the same way.
 */
public class AnswerTooLargeException extends ReasonedException {

  private AnswerTooLargeException(String message) {
    super(Reason.MODEL_UNUSABLE, message, null);
  }

  /** For an answer whose head tells its size. */
  static AnswerTooLargeException of(Model model, long bytes) {
    return new AnswerTooLargeException(
        "The model's answer has %,d bytes; %s".formatted(bytes, limit(model)));
  }

  /** For an answer that turned out to be larger while it was read. */
  static AnswerTooLargeException of(Model model) {
    return new AnswerTooLargeException("The model's answer is too large; " + limit(model));
  }

  private static String limit(Model model) {
    return "limits.answerBytes of %s in models.yaml allows %,d."
        .formatted(model.id(), model.limits().answerBytes());
  }

  @Override
  public boolean isFinal() {
    return true;
  }
}
