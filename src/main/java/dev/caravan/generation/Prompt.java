package dev.caravan.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a caller asks for. Only {@code text} is always there; what is null is the model's default.
 *
 * @param text the prompt itself, without surrounding white space
 * @param model an id from the catalogue
 * @param aspectRatio width to height, for example {@code 16:9}
 * @param seed the model's random seed; the model's limits say its range
 * @param negativePrompt what the picture should not show
 * @param metadata the caller's own words about this prompt: at most 16 pairs
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Prompt(
    String text,
    String model,
    String aspectRatio,
    Long seed,
    String negativePrompt,
    Map<String, String> metadata) {

  public static Prompt of(String text) {
    return new Prompt(text, null, null, null, null, null);
  }

  /** Equal for equal requests only: what an {@code Idempotency-Key} is held against. */
  public String fingerprint() {
    StringBuilder all = new StringBuilder();
    for (Object part : new Object[] {text, model, aspectRatio, seed, negativePrompt}) {
      append(all, part);
    }
    if (metadata != null) {
      new TreeMap<>(metadata).forEach((name, value) -> append(append(all, name), value));
    }
    return Sha256.of(all.toString()).hex();
  }

  private static StringBuilder append(StringBuilder all, Object part) {
    // The length in front keeps "a","bc" and "ab","c" apart.
    return part == null
        ? all.append('-')
        : all.append(part.toString().length()).append(':').append(part);
  }
}
