package dev.caravan.generation;

/**
 * The rules for the text of every prompt, whatever the model: something to see, not too long, no
 * control characters except tab and line ends, no unpaired surrogates. Emoji and all scripts are
 * allowed.
 *
 * @param maxCharacters in Unicode code points, as Bedrock counts
 */
record PromptText(int maxCharacters) {

  /** The text without surrounding white space. */
  String check(String field, String text) {
    String trimmed = text == null ? "" : text.strip();
    if (new UnicodeText(trimmed).isBlank()) {
      throw InvalidPromptException.malformed(
          "\"" + field + "\" is empty; say in words what the result should be.");
    }
    int length = trimmed.codePointCount(0, trimmed.length());
    if (length > maxCharacters) {
      throw InvalidPromptException.unusable(
          "\"%s\" has %,d characters; at most %,d are accepted."
              .formatted(field, length, maxCharacters));
    }
    refuseControls(field, trimmed);
    return trimmed;
  }

  /** Refuses characters that models or SQS do not accept. */
  static void refuseControls(String field, String text) {
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      refuseControl(field, text.codePointAt(at), text, at);
    }
  }

  private static void refuseControl(String field, int codePoint, String text, int at) {
    boolean lineEnd = codePoint == '\n' || codePoint == '\r' || codePoint == '\t';
    int type = Character.getType(codePoint);
    int position = text.codePointCount(0, at) + 1;
    if (type == Character.SURROGATE) {
      throw InvalidPromptException.unusable(
          "\"%s\" has one half of a surrogate pair (U+%04X) at position %d; send the whole character."
              .formatted(field, codePoint, position));
    }
    if (type == Character.CONTROL && !lineEnd
        // SQS refuses these two noncharacters, too.
        || codePoint == 0xFFFE
        || codePoint == 0xFFFF) {
      throw InvalidPromptException.unusable(
          "\"%s\" has the control character U+%04X at position %d; remove it."
              .formatted(field, codePoint, position));
    }
  }
}
