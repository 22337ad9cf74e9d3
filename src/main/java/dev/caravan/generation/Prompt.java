package dev.caravan.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.TreeMap;

/**
 * A caller's request. Only {@code text} is required; for null fields the model's default applies.
 *
 * @param text the prompt itself, without surrounding white space
 * @param model an id from the catalogue
 * @param aspectRatio width to height, for example {@code 16:9}
 * @param seed the model's random seed; its range is in the model's limits
 * @param negativePrompt what the image should not show
 * @param metadata the caller's own values for this prompt: at most 16 pairs
 * @param system instructions for a text model, which it follows in every answer
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Prompt(
    String text,
    String model,
    String aspectRatio,
    Long seed,
    String negativePrompt,
    Map<String, String> metadata,
    String system) {

  /** A prompt without instructions. */
  public Prompt(
      String text,
      String model,
      String aspectRatio,
      Long seed,
      String negativePrompt,
      Map<String, String> metadata) {
    this(text, model, aspectRatio, seed, negativePrompt, metadata, null);
  }

  public static Prompt of(String text) {
    return new Prompt(text, null, null, null, null, null);
  }

  /** A digest that only equal requests share; it detects a reused {@code Idempotency-Key}. */
  public String fingerprint() {
    StringBuilder all = new StringBuilder();
    for (Object part : new Object[] {text, model, aspectRatio, seed, negativePrompt}) {
      append(all, part);
    }
    if (metadata != null) {
      new TreeMap<>(metadata).forEach((name, value) -> append(append(all, name), value));
    }
    if (system != null) {
      // Prompts without it keep the fingerprint of their records. The letter distinguishes it from
      // metadata.
      append(all.append('s'), system);
    }
    return Sha256.of(all.toString()).hex();
  }

  private static StringBuilder append(StringBuilder all, Object part) {
    // With its length before each value, "a","bc" and "ab","c" differ.
    return part == null
        ? all.append('-')
        : all.append(part.toString().length()).append(':').append(part);
  }
}
