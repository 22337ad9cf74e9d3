package dev.caravan.cli;

/**
 * Text from messages, for a terminal. Anyone who may send messages can put escape sequences into
 * them; a terminal would obey these.
 */
record TerminalText(String text) {

  /**
   * The text with a JSON escape in place of each control character, and of each invisible character
   * that changes the direction or the lines of the text.
   */
  @Override
  public String toString() {
    StringBuilder shown = new StringBuilder();
    text.codePoints().forEach(at -> append(shown, at));
    return shown.toString();
  }

  private static void append(StringBuilder shown, int at) {
    switch (Character.getType(at)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          new StringBuilder()
              .appendCodePoint(at)
              .chars()
              .forEach(unit -> shown.append("\\u%04x".formatted(unit)));
      default -> shown.appendCodePoint(at);
    }
  }
}
