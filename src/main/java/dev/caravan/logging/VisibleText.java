package dev.caravan.logging;

/**
 * Text as one line of a log shows it: control characters, line ends and the characters that change
 * the direction of writing appear as escapes, so that no prompt, path or message of another service
 * can begin a line of its own or steer a terminal.
 */
record VisibleText(String value) {

  /** The text with each such character as {@code \\n}, {@code \\r} or {@code \\u001b}. */
  String escaped() {
    for (int at = 0; at < value.length(); at++) {
      if (isHidden(value.charAt(at))) {
        return escapedFrom(at);
      }
    }
    return value;
  }

  private String escapedFrom(int first) {
    StringBuilder shown = new StringBuilder(value.length() + 16).append(value, 0, first);
    for (int at = first; at < value.length(); at++) {
      char found = value.charAt(at);
      if (!isHidden(found)) {
        shown.append(found);
      } else if (found == '\n') {
        shown.append("\\n");
      } else if (found == '\r') {
        shown.append("\\r");
      } else {
        shown.append("\\u%04x".formatted((int) found));
      }
    }
    return shown.toString();
  }

  private static boolean isHidden(char found) {
    return found != '\t' && Character.isISOControl(found)
        // Line and paragraph separator.
        || found == '\u2028'
        || found == '\u2029'
        // Marks, embeddings, overrides and isolates of the direction.
        || found == '\u061C'
        || found == '\u200E'
        || found == '\u200F'
        || found >= '\u202A' && found <= '\u202E'
        || found >= '\u2066' && found <= '\u2069';
  }
}
