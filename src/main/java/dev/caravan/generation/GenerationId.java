package dev.caravan.generation;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id of a generation: 1 to 128 letters, digits, {@code -} and {@code _}. S3 keys are built from
 * it, so other characters are never allowed.
 */
public record GenerationId(String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  public GenerationId {
    if (!isValid(value)) {
      throw InvalidPromptException.unusable(
          "The id is not 1 to 128 characters of A-Z, a-z, 0-9, '-' and '_'.");
    }
  }

  public static boolean isValid(String value) {
    return value != null && FORM.matcher(value).matches();
  }

  public static GenerationId random() {
    return new GenerationId(UUID.randomUUID().toString());
  }

  /** Derives the id from the key: a repeated key finds its generation without another index. */
  public static GenerationId fromIdempotencyKey(String key) {
    if (key.isBlank() || key.length() > 255) {
      throw InvalidPromptException.malformed(
          "The Idempotency-Key is "
              + (key.isBlank() ? "empty" : key.length() + " characters long")
              + "; send 1 to 255 characters, for example a UUID.");
    }
    return new GenerationId("key-" + Sha256.of(key).hex().substring(0, 40));
  }

  @Override
  public String toString() {
    return value;
  }
}
