package dev.caravan.generation;

/** A failure that knows what it means; its message is safe to show to the caller. */
public abstract class ReasonedException extends RuntimeException {

  private final Reason reason;

  protected ReasonedException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** True where another try would fail the same way. */
  public boolean isFinal() {
    return reason == Reason.INVALID_PROMPT || reason == Reason.CONTENT_BLOCKED;
  }

  public final Reason reason() {
    return reason;
  }
}
