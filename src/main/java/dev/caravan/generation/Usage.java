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
}
