package dev.caravan.generation;

/**
 * The prompt can't be used. The message says what was found, where, and what would be right; it
 * never contains the prompt's text.
 */
public class InvalidPromptException extends ReasonedException {

  private final boolean malformed;

  private InvalidPromptException(String message, boolean malformed) {
    super(Reason.INVALID_PROMPT, message, null);
    this.malformed = malformed;
  }

  /** The request is not JSON, or has no prompt (HTTP 400). */
  public static InvalidPromptException malformed(String message) {
    return new InvalidPromptException(message, true);
  }

  /** The request was read, but no model accepts it (HTTP 422). */
  public static InvalidPromptException unusable(String message) {
    return new InvalidPromptException(message, false);
  }

  public boolean isMalformed() {
    return malformed;
  }
}
