package dev.caravan.local.bedrock.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.local.bedrock.picture.ImageFormat;
import dev.caravan.local.bedrock.picture.Scene;
import dev.caravan.local.bedrock.rule.Operation;
import dev.caravan.local.bedrock.rule.Outcome;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Stable Image Core, Stable Image Ultra and Stable Diffusion 3.5: one image per call. */
final class StabilityImages implements Family {

  private static final int LONGEST_PROMPT = 10_000;
  // Core's page says 4294967295, AWS's sample 4294967294. The smaller one is valid in both cases.
  private static final long LARGEST_SEED = 4_294_967_294L;

  private final Brush brush;
  private final AspectRatios aspectRatios;

  StabilityImages(Brush brush, AspectRatios aspectRatios) {
    this.brush = brush;
    this.aspectRatios = aspectRatios;
  }

  @Override
  public Operation operation() {
    return Operation.INVOKE;
  }

  @Override
  public String outputModality() {
    return "IMAGE";
  }

  @Override
  public Reply answer(Task task) {
    Form form = Form.of(task.body());
    form.only("prompt", "negative_prompt", "aspect_ratio", "mode", "output_format", "seed");
    String prompt = form.requiredText("prompt", LONGEST_PROMPT);
    form.text("negative_prompt", LONGEST_PROMPT);
    Size size = aspectRatios.size(form.oneOf("aspect_ratio", aspectRatios.names(), "1:1"));
    form.oneOf("mode", List.of("text-to-image"), "text-to-image");
    String format = form.oneOf("output_format", List.of("png", "PNG", "jpeg", "JPEG"), "png");
    long asked = form.whole("seed", 0, LARGEST_SEED, 0);
    form.check();
    long seed = asked != 0 ? asked : ThreadLocalRandom.current().nextLong(1, LARGEST_SEED + 1);
    return switch (task.outcome()) {
      case PROMPT_BLOCKED -> finished("Filter reason: prompt");
      case INPUT_BLOCKED -> finished("Filter reason: input image");
      case OUTPUT_BLOCKED, SOME_BLOCKED -> finished("Filter reason: output image");
      case INFERENCE_ERROR -> finished("Inference error");
      case EMPTY -> nothing();
      default ->
          image(new Scene(prompt, seed, size.width(), size.height()), format, task.outcome());
    };
  }

  private Reply image(Scene scene, String format, Outcome outcome) {
    ImageFormat asked = format.equalsIgnoreCase("png") ? ImageFormat.PNG : ImageFormat.JPEG;
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("seeds").add(scene.seed());
    body.putArray("finish_reasons").addNull();
    body.putArray("images").add(brush.paint(scene, asked, outcome));
    return Reply.of(body);
  }

  /** An answer without image and seed: the real models leave both fields out. */
  private Reply finished(String reason) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("finish_reasons").add(reason);
    return Reply.of(body);
  }

  private Reply nothing() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putArray("seeds");
    body.putArray("finish_reasons").addNull();
    body.putArray("images");
    return Reply.of(body);
  }
}
