package dev.caravan.generation;

/** Tokens that a text model read and wrote. */
public record Usage(long inputTokens, long outputTokens) {

  /**
   * @param more null for none
   */
  public Usage plus(Usage more) {
    return more == null
        ? this
        : new Usage(inputTokens + more.inputTokens, outputTokens + more.outputTokens);
  }

  /**
   * @param less null for none
   */
  public Usage minus(Usage less) {
    return less == null
        ? this
        : new Usage(inputTokens - less.inputTokens, outputTokens - less.outputTokens);
  }

  /** The sum; null if both are null. */
  public static Usage sum(Usage one, Usage other) {
    return one == null ? other : one.plus(other);
  }
}
