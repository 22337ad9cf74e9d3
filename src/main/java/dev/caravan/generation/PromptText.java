package dev.caravan.generation;

/**
 * The rules every prompt's text keeps, whatever the model: not blank, not too long, no control
 * characters but tab and line ends, no half of a surrogate pair. Emoji and every script pass.
 *
 * @param maxCharacters in Unicode code points, which is what Bedrock counts
 */
record PromptText(int maxCharacters) {

  /** The text without surrounding white space. */
  String check(String field, String text) {
    String trimmed = text == null ? "" : text.strip();
    if (trimmed.isEmpty()) {
      throw InvalidPromptException.malformed(
          "\"" + field + "\" is empty; say in words what the result should be.");
    }
    int length = trimmed.codePointCount(0, trimmed.length());
    if (length > maxCharacters) {
      throw InvalidPromptException.unusable(
          "\"%s\" has %,d characters; at most %,d are taken."
              .formatted(field, length, maxCharacters));
    }
    refuseControls(field, trimmed);
    return trimmed;
  }

  /** Refuses what neither a model nor SQS takes. */
  static void refuseControls(String field, String text) {
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      refuseControl(field, text.codePointAt(at), at);
    }
  }

  private static void refuseControl(String field, int codePoint, int at) {
    boolean lineEnd = codePoint == '\n' || codePoint == '\r' || codePoint == '\t';
    int type = Character.getType(codePoint);
    if (type == Character.CONTROL && !lineEnd
        || type == Character.SURROGATE
        // SQS refuses these two non-characters as well.
        || codePoint == 0xFFFE
        || codePoint == 0xFFFF) {
      throw InvalidPromptException.unusable(
          "\"%s\" has the control character U+%04X at position %d; remove it."
              .formatted(field, codePoint, at + 1));
    }
  }
}
