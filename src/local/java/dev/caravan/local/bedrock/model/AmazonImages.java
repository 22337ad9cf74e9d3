package dev.caravan.local.bedrock.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.local.bedrock.picture.ImageFormat;
import dev.caravan.local.bedrock.picture.Scene;
import dev.caravan.local.bedrock.rule.Fault;
import dev.caravan.local.bedrock.rule.Operation;
import dev.caravan.local.bedrock.rule.Outcome;
import java.util.List;

/** Titan Image Generator and Nova Canvas, limited to images from text alone. */
final class AmazonImages implements Family {

  private static final int MOST_IMAGES = 5;

  private final Brush brush;
  private final AmazonLimits limits;

  AmazonImages(Brush brush, AmazonLimits limits) {
    this.brush = brush;
    this.limits = limits;
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
    Request request = read(Form.of(task.body()));
    return switch (task.outcome()) {
      case PROMPT_BLOCKED, INPUT_BLOCKED ->
          throw Refusal.validation(
              "This request has been blocked by our content filters. Please adjust your text"
                  + " prompt to submit a new request.");
      case OUTPUT_BLOCKED -> allBlocked();
      case SOME_BLOCKED -> request.count() > 1 ? someBlocked(request) : allBlocked();
      // The "error" field of these models is for content filters only; a failure is an exception.
      case INFERENCE_ERROR -> throw Refusal.of(Fault.MODEL_ERROR);
      case EMPTY -> reply(JsonNodeFactory.instance.arrayNode(), "");
      default -> reply(images(request, request.count(), task.outcome()), "");
    };
  }

  private Request read(Form form) {
    form.only("taskType", "textToImageParams", "imageGenerationConfig");
    form.requiredText("taskType", 64);
    form.oneOf("taskType", List.of("TEXT_IMAGE"), "TEXT_IMAGE");
    Form text = form.required("textToImageParams");
    if (limits.styles().isEmpty()) {
      text.only("text", "negativeText");
    } else {
      text.only("text", "negativeText", "style");
      text.oneOf("style", limits.styles(), "");
    }
    String prompt = text.requiredText("text", limits.longestText());
    text.text("negativeText", limits.longestText());
    Form config = form.optional("imageGenerationConfig");
    config.only("numberOfImages", "quality", "cfgScale", "height", "width", "seed");
    int count = (int) config.whole("numberOfImages", 1, MOST_IMAGES, 1);
    config.oneOf("quality", List.of("standard", "premium"), "standard");
    config.number("cfgScale", 1.1, 10, 8);
    int width = (int) config.whole("width", 1, 100_000, 1024);
    int height = (int) config.whole("height", 1, 100_000, 1024);
    Size size = new Size(width, height);
    limits.sizes().complaint(size).ifPresent(wrong -> config.mistake("width", wrong));
    long seed = config.whole("seed", 0, limits.largestSeed(), limits.usualSeed());
    form.check();
    return new Request(prompt, size, seed, count);
  }

  private ArrayNode images(Request request, int count, Outcome outcome) {
    ArrayNode images = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < count; i++) {
      Scene scene =
          new Scene(
              request.prompt(),
              request.seed() + i,
              request.size().width(),
              request.size().height());
      images.add(brush.paint(scene, ImageFormat.PNG, outcome));
    }
    return images;
  }

  private Reply allBlocked() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putNull("images");
    body.put("error", "All of the generated images have been blocked by our content filters.");
    return Reply.of(body);
  }

  private Reply someBlocked(Request request) {
    return reply(
        images(request, request.count() / 2, Outcome.NORMAL),
        "Some of the generated images have been blocked by our content filters.");
  }

  private Reply reply(ArrayNode images, String error) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("images", images);
    body.put("error", error.isEmpty() ? null : error);
    return Reply.of(body);
  }

  private record Request(String prompt, Size size, long seed, int count) {}
}
