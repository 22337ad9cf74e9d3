package dev.caravan.generation;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Text that may be base64 or base64url, encoded once or several times, with or without padding,
 * line breaks and the start of a data URL.
 *
 * @param depth how many encodings may be inside one another
 */
record Base64Text(String text, int depth) {

  private static final Pattern DATA_URL = Pattern.compile("(?i)^data:[^,]{0,200};base64,");
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9+/_-]+={0,2}");
  private static final String NAME = "base64 of ";

  /** Without padding, shorter text may be a word: {@code Mg} is the base64 of the number 2. */
  private static final int SHORTEST_UNPADDED = 8;

  private static final int MOST_ENCODINGS = 4;

  Base64Text(String text) {
    this(text, MOST_ENCODINGS);
  }

  /**
   * What the text is, such as "base64 of a JSON object" or "base64 of gzip data"; empty if it is
   * not base64 of JSON or of compressed data.
   */
  Optional<String> name() {
    String encoded = DATA_URL.matcher(text).replaceFirst("").replaceAll("\\s", "");
    boolean padded = encoded.endsWith("=");
    if (depth <= 0
        || !padded && encoded.length() < SHORTEST_UNPADDED
        || !FORM.matcher(encoded).matches()) {
      return Optional.empty();
    }
    byte[] decoded;
    try {
      String digits = encoded.replaceAll("=+$", "").replace('-', '+').replace('_', '/');
      decoded = Base64.getDecoder().decode(digits);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    DecodedBytes bytes = new DecodedBytes(decoded, depth - 1);
    // Base64 of base64 is named once.
    return bytes.name().map(NAME::concat).or(() -> new Base64Text(bytes.text(), depth - 1).name());
  }
}
