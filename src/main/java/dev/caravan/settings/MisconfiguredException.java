package dev.caravan.settings;

/** A setting prevents the start. The message is one line that names it and says what to do. */
public final class MisconfiguredException extends RuntimeException {

  public MisconfiguredException(String message) {
    super(message);
  }

  public MisconfiguredException(String message, Throwable cause) {
    super(message, cause);
  }
}
