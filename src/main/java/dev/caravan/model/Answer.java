package dev.caravan.model;

import dev.caravan.generation.Usage;
import java.nio.charset.StandardCharsets;

/**
 * The result of a model call.
 *
 * @param bytes the image or the UTF-8 text, decoded once and never copied
 * @param seed that the model reports; null if it reports none
 * @param usage the tokens of a text model; null for images
 * @param stopReason as Converse names it, for example {@code max_tokens}; null for images
 */
public record Answer(byte[] bytes, String contentType, Long seed, Usage usage, String stopReason) {

  static final String TEXT = "text/plain; charset=utf-8";

  static Answer image(byte[] bytes, String contentType, Long seed) {
    return new Answer(bytes, contentType, seed, null, null);
  }

  static Answer text(String text, Usage usage, String stopReason) {
    return new Answer(text.getBytes(StandardCharsets.UTF_8), TEXT, null, usage, stopReason);
  }
}
