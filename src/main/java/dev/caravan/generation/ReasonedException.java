package dev.caravan.generation;

/**
 * A failure that names its own reason. Callers are shown its message, unless the failure table says
 * otherwise for that reason.
 */
public abstract class ReasonedException extends RuntimeException {

  private final Reason reason;

  protected ReasonedException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public final Reason reason() {
    return reason;
  }

  /** True if this failure is final even though the failure table lets its reason be tried again. */
  public boolean isFinal() {
    return false;
  }

  /** True if a call was counted that never reached the model, so that it costs nothing. */
  public boolean isUnsentCall() {
    return false;
  }

  /** True if the log already says why, so that a line for each prompt would only repeat it. */
  public boolean isLoggedAlready() {
    return false;
  }

  /** False if a retry within the same call can't succeed, whatever the failure table says. */
  public boolean mayBeRetried() {
    return !isFinal();
  }

  /** The message as the log may have it, without any text of the request. */
  public String forLog() {
    return getMessage();
  }
}
