package dev.caravan.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Prompt;

/**
 * Titan Image Generator v1 and v2, and Nova Canvas. For a blocked answer, Bedrock returns HTTP 200
 * with an {@code error} and no images; for a blocked prompt, a ValidationException.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html">AWS:
 *     request and response</a>
 */
public record AmazonImageFamily() implements ImageFamily {

  static final String ID = "amazon-image";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public JsonNode body(Generation generation, Model model) {
    Prompt prompt = generation.prompt();
    ObjectNode body = ImageFamily.object();
    body.put("taskType", "TEXT_IMAGE");
    ObjectNode text = body.putObject("textToImageParams");
    text.put("text", prompt.text());
    if (prompt.negativePrompt() != null) {
      text.put("negativeText", prompt.negativePrompt());
    }
    ObjectNode image = body.putObject("imageGenerationConfig");
    image.put("numberOfImages", 1);
    if (generation.aspectRatio() != null) {
      String[] size = model.limits().sizes().get(generation.aspectRatio()).split("x", 2);
      image.put("width", Integer.parseInt(size[0]));
      image.put("height", Integer.parseInt(size[1]));
    }
    if (model.defaults().quality() != null) {
      image.put("quality", model.defaults().quality());
    }
    if (model.defaults().cfgScale() != null) {
      image.put("cfgScale", model.defaults().cfgScale());
    }
    if (generation.seed() != null) {
      image.put("seed", generation.seed());
    }
    return body;
  }

  @Override
  public Answer read(ImageAnswer read) {
    if (read.hasImage()) {
      // "Some of the generated images have been blocked": the remaining image is the result.
      return read.toAnswer();
    }
    if (read.error() != null && isFilter(read.error())) {
      throw new ContentBlockedException("The model's filter refused: " + read.error());
    }
    if (read.error() != null) {
      throw new ModelAnswerException("The model answered with an error: " + read.error());
    }
    return read.toAnswer();
  }

  /** The text is "blocked by our content filters", but its wording has varied. */
  static boolean isFilter(String message) {
    String lower = message.toLowerCase(java.util.Locale.ROOT);
    return lower.contains("content filter")
        || lower.contains("blocked")
        || lower.contains("responsible ai");
  }
}
