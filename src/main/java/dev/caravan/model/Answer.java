package dev.caravan.model;

import dev.caravan.generation.Usage;
import java.nio.charset.StandardCharsets;

/**
 * What a model made.
 *
 * @param bytes the image or the UTF-8 text itself, decoded once and never copied
 * @param seed the seed the model says it used; null where it does not say
 * @param usage the tokens of a text model; null for images
 */
public record Answer(byte[] bytes, String contentType, Long seed, Usage usage) {

  static final String TEXT = "text/plain; charset=utf-8";

  static Answer text(String text, Usage usage) {
    return new Answer(text.getBytes(StandardCharsets.UTF_8), TEXT, null, usage);
  }
}
