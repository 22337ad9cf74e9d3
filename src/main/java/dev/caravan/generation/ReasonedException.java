package dev.caravan.generation;

/** A failure with its reason; the message may be shown to the caller. */
public abstract class ReasonedException extends RuntimeException {

  private final Reason reason;

  protected ReasonedException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** True if a new attempt would fail in the same way. */
  public boolean isFinal() {
    return reason == Reason.INVALID_PROMPT || reason == Reason.CONTENT_BLOCKED;
  }

  public final Reason reason() {
    return reason;
  }
}
