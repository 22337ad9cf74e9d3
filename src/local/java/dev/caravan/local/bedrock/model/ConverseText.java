package dev.caravan.local.bedrock.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.local.bedrock.picture.ImageFormat;
import dev.caravan.local.bedrock.picture.Scene;
import dev.caravan.local.bedrock.rule.Operation;
import dev.caravan.local.bedrock.rule.Outcome;

/** Text models, which are called with Converse. */
final class ConverseText implements Family {

  private static final int CHARACTERS_OF_A_TOKEN = 4;

  private final Brush brush;
  private final int mostTokens;

  ConverseText(Brush brush, int mostTokens) {
    this.brush = brush;
    this.mostTokens = mostTokens;
  }

  @Override
  public Operation operation() {
    return Operation.CONVERSE;
  }

  @Override
  public String outputModality() {
    return "TEXT";
  }

  @Override
  public Reply answer(Task task) {
    ConverseRequest request = ConverseRequest.read(task.body(), task.model(), mostTokens);
    Said said =
        switch (task.outcome()) {
          case PROMPT_BLOCKED, INPUT_BLOCKED ->
              new Said("Sorry, the model cannot answer this question.", "guardrail_intervened");
          case OUTPUT_BLOCKED ->
              new Said(
                  "The generated text has been blocked by our content filters.",
                  "content_filtered");
          case SOME_BLOCKED -> new Said(half(request), "content_filtered");
          case INFERENCE_ERROR -> new Said("", "malformed_model_output");
          case EMPTY, NOT_AN_IMAGE, OTHER_FORMAT -> new Said("", "end_turn");
          default -> said(request);
        };
    return reply(task, request, said);
  }

  /** The whole answer, cut at a stop sequence or at the token limit. */
  private Said said(ConverseRequest request) {
    String text = new Letter(request.prompt()).text();
    String reason = "end_turn";
    for (String stop : request.stopSequences()) {
      if (text.contains(stop)) {
        text = text.substring(0, text.indexOf(stop));
        reason = "stop_sequence";
      }
    }
    return tokens(text.length()) > request.maxTokens()
        ? new Said(start(text, request.maxTokens() * CHARACTERS_OF_A_TOKEN), "max_tokens")
        : new Said(text, reason);
  }

  private String half(ConverseRequest request) {
    String text = said(request).text();
    return start(text, text.length() / 2);
  }

  /** The first characters of a text, without half of a surrogate pair. */
  private String start(String text, int length) {
    boolean splits = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splits ? length - 1 : length);
  }

  private Reply reply(Task task, ConverseRequest request, Said said) {
    int input = tokens(request.characters());
    int output = tokens(said.text().length());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ObjectNode message = body.putObject("output").putObject("message");
    message.put("role", "assistant");
    ArrayNode content = message.putArray("content");
    if (!said.text().isEmpty()) {
      content.addObject().put("text", said.text());
    }
    if (task.outcome() == Outcome.NOT_AN_IMAGE || task.outcome() == Outcome.OTHER_FORMAT) {
      picture(content, request, task.outcome());
    }
    body.put("stopReason", said.reason());
    ObjectNode usage = body.putObject("usage");
    usage.put("inputTokens", input).put("outputTokens", output).put("totalTokens", input + output);
    body.putObject("metrics").put("latencyMs", Math.max(1, task.latency().toMillis()));
    return new Reply(body, input, output);
  }

  /** The closest that a text model gets to a wrong image: an image instead of the text. */
  private void picture(ArrayNode content, ConverseRequest request, Outcome outcome) {
    Scene scene = new Scene(request.prompt(), 1, 256, 256);
    ObjectNode image = content.addObject().putObject("image").put("format", "png");
    image.putObject("source").put("bytes", brush.paint(scene, ImageFormat.PNG, outcome));
  }

  private int tokens(int characters) {
    return (characters + CHARACTERS_OF_A_TOKEN - 1) / CHARACTERS_OF_A_TOKEN;
  }

  private record Said(String text, String reason) {}
}
