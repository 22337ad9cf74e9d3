package dev.caravan.generation;

/**
 * The prompt can't be used. The message says what was found, where, and what would be right; it
 * never contains the prompt's text.
 */
public class InvalidPromptException extends ReasonedException {

  private static final String HIDDEN = "\"…\"";

  private final boolean malformed;
  private final String forLog;

  private InvalidPromptException(String message, boolean malformed, String forLog) {
    super(Reason.INVALID_PROMPT, message, null);
    this.malformed = malformed;
    this.forLog = forLog;
  }

  /** The request is not JSON, or has no prompt (HTTP 400). */
  public static InvalidPromptException malformed(String message) {
    return new InvalidPromptException(message, true, message);
  }

  /** The request was read, but no model accepts it (HTTP 422). */
  public static InvalidPromptException unusable(String message) {
    return new InvalidPromptException(message, false, message);
  }

  /**
   * An unusable request; the message quotes a name from it, which may be a prompt's text. The log
   * does not contain it.
   *
   * @param message with {@code %s} at the place of the name
   */
  static InvalidPromptException quoting(String message, String name) {
    return new InvalidPromptException(
        message.replace("%s", name), false, message.replace("%s", HIDDEN));
  }

  public boolean isMalformed() {
    return malformed;
  }

  @Override
  public String forLog() {
    return forLog;
  }
}
