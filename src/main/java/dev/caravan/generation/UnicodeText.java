package dev.caravan.generation;

/**
 * Text in any script. Invisible are white space and the characters that Unicode does not display,
 * such as U+200B, U+FEFF and the variation selectors.
 */
record UnicodeText(String value) {

  /** Whether no character is visible. */
  boolean isBlank() {
    return value.codePoints().allMatch(UnicodeText::isInvisible);
  }

  /** The text from its first to its last visible character. */
  String stripped() {
    int from = 0;
    int to = value.length();
    while (from < to && isInvisible(value.codePointAt(from))) {
      from += Character.charCount(value.codePointAt(from));
    }
    while (to > from && isInvisible(value.codePointBefore(to))) {
      to -= Character.charCount(value.codePointBefore(to));
    }
    return value.substring(from, to);
  }

  private static boolean isInvisible(int at) {
    return Character.isWhitespace(at)
        // Also the no-break spaces, which isWhitespace leaves out.
        || Character.isSpaceChar(at)
        || Character.getType(at) == Character.FORMAT
        || isIgnorable(at);
  }

  /** Unicode's Default_Ignorable_Code_Point outside the category Format, and the Braille blank. */
  private static boolean isIgnorable(int at) {
    return at == 0x034F
        || at == 0x115F
        || at == 0x1160
        || at == 0x17B4
        || at == 0x17B5
        || at >= 0x180B && at <= 0x180F
        || at == 0x2065
        || at == 0x2800
        || at == 0x3164
        || at >= 0xFE00 && at <= 0xFE0F
        || at == 0xFFA0
        || at >= 0xFFF0 && at <= 0xFFF8
        || at >= 0xE0000 && at <= 0xE0FFF;
  }
}
