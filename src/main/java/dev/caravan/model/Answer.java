package dev.caravan.model;

import dev.caravan.generation.Usage;
import java.nio.charset.StandardCharsets;

/**
 * The result of a model call.
 *
 * @param bytes the image or the UTF-8 text, decoded once and never copied
 * @param seed that the model reports; null if it reports none
 * @param usage the tokens of a text model; null for images
 */
public record Answer(byte[] bytes, String contentType, Long seed, Usage usage) {

  static final String TEXT = "text/plain; charset=utf-8";

  static Answer text(String text, Usage usage) {
    return new Answer(text.getBytes(StandardCharsets.UTF_8), TEXT, null, usage);
  }
}
