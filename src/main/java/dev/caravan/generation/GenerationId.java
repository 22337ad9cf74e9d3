package dev.caravan.generation;

import java.util.UUID;

/**
 * The id of a generation: 1 to 128 letters, digits, {@code -} and {@code _}. S3 keys are built from
 * it, so other characters are never allowed.
 */
public record GenerationId(String value) {

  private static final String FROM_KEY = "key-";
  private static final int LONGEST = 128;

  public GenerationId {
    if (!isValid(value)) {
      throw InvalidPromptException.unusable(
          "The id is not 1 to 128 characters of A-Z, a-z, 0-9, '-' and '_'.");
    }
  }

  public static boolean isValid(String value) {
    if (value == null || value.isEmpty() || value.length() > LONGEST) {
      return false;
    }
    for (int at = 0; at < value.length(); at++) {
      if (!isAllowed(value.charAt(at))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(char character) {
    return character >= 'a' && character <= 'z'
        || character >= 'A' && character <= 'Z'
        || character >= '0' && character <= '9'
        || character == '_'
        || character == '-';
  }

  /**
   * True if a caller chose the id with an Idempotency-Key, so that it may have been used before.
   */
  static boolean isFromKey(String value) {
    return value.startsWith(FROM_KEY);
  }

  public static GenerationId random() {
    return new GenerationId(UUID.randomUUID().toString());
  }

  /** Derives the id from the key: a repeated key finds its generation without another index. */
  public static GenerationId fromIdempotencyKey(String key) {
    return new GenerationId(FROM_KEY + digest(required(key)));
  }

  /**
   * The same for a caller that is known: a key belongs to its caller, so two callers may use the
   * same one.
   *
   * @param caller any text without a line break
   */
  public static GenerationId fromIdempotencyKey(String caller, String key) {
    return new GenerationId(FROM_KEY + digest(caller + "\n" + required(key)));
  }

  private static String digest(String text) {
    return Sha256.of(text).hex().substring(0, 40);
  }

  private static String required(String key) {
    if (key.isBlank() || key.length() > 255) {
      throw InvalidPromptException.malformed(
          "The Idempotency-Key is "
              + (key.isBlank() ? "empty" : key.length() + " characters long")
              + "; send 1 to 255 characters, for example a UUID.");
    }
    return key;
  }

  @Override
  public String toString() {
    return value;
  }
}
