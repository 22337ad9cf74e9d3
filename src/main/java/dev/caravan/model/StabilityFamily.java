package dev.caravan.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Prompt;

/**
 * Stable Image Core, Ultra and Stable Diffusion 3.5. For a refusal, Bedrock returns HTTP 200 with
 * the reason in {@code finish_reasons}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-diffusion-stable-image-core-text-image-request-response.html">AWS:
 *     request and response</a>
 */
public record StabilityFamily() implements ImageFamily {

  static final String ID = "stability";

  @Override
  public String id() {
    return ID;
  }

  @Override
  public JsonNode body(Generation generation, Model model) {
    Prompt prompt = generation.prompt();
    ObjectNode body = ImageFamily.object();
    body.put("prompt", prompt.text());
    body.put("mode", "text-to-image");
    if (generation.aspectRatio() != null) {
      body.put("aspect_ratio", generation.aspectRatio());
    }
    if (prompt.negativePrompt() != null) {
      body.put("negative_prompt", prompt.negativePrompt());
    }
    if (model.defaults().format() != null) {
      body.put("output_format", model.defaults().format());
    }
    if (generation.seed() != null) {
      body.put("seed", generation.seed());
    }
    return body;
  }

  @Override
  public Answer read(ImageAnswer read) {
    String finish = read.finishReason();
    if (finish != null && finish.startsWith("Filter reason")) {
      throw new ContentBlockedException("The model's filter refused (" + finish + ").");
    }
    if (finish != null) {
      throw new ModelAnswerException("The model ended with \"" + finish + "\".");
    }
    return read.toAnswer();
  }
}
