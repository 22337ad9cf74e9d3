package dev.caravan.generation;

/**
 * The prompt can't be used as it is. The message says what was found, where, and what would be
 * right; it never repeats the prompt's text.
 */
public class InvalidPromptException extends ReasonedException {

  private final boolean malformed;

  private InvalidPromptException(String message, boolean malformed) {
    super(Reason.INVALID_PROMPT, message, null);
    this.malformed = malformed;
  }

  /** Not JSON, or no prompt in it (HTTP 400). */
  public static InvalidPromptException malformed(String message) {
    return new InvalidPromptException(message, true);
  }

  /** Understood, but no model could take it (HTTP 422). */
  public static InvalidPromptException unusable(String message) {
    return new InvalidPromptException(message, false);
  }

  public boolean isMalformed() {
    return malformed;
  }
}
