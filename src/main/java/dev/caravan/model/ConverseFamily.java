package dev.caravan.model;

import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.Prompt;
import dev.caravan.generation.Usage;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;

/**
 * Text models; all of them are called with the operation Converse.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html">AWS:
 *     Converse</a>
 */
public record ConverseFamily() implements Family {

  static final String ID = "converse";

  @Override
  public String id() {
    return ID;
  }

  public ConverseRequest request(Prompt prompt, Model model) {
    ConverseRequest.Builder request =
        ConverseRequest.builder()
            .modelId(model.id())
            .messages(
                Message.builder()
                    .role(ConversationRole.USER)
                    .content(ContentBlock.fromText(prompt.text()))
                    .build())
            .inferenceConfig(
                config -> {
                  // Without it, Bedrock reserves the model's maximum against the quota, and
                  // throttles sooner.
                  config.maxTokens(model.limits().outputTokens());
                  if (model.defaults().temperature() != null) {
                    config.temperature(model.defaults().temperature().floatValue());
                  }
                });
    if (prompt.system() != null) {
      request.system(SystemContentBlock.fromText(prompt.system()));
    }
    return request.build();
  }

  /**
   * Reads an answer of camel-aws-bedrock.
   *
   * @param text all text blocks joined
   * @param stopReason as Converse names it, for example {@code end_turn}
   * @throws OutputTokensException if the model used all its tokens before the first word
   */
  public Answer read(Model model, String text, String stopReason, Usage usage) {
    switch (stopReason == null ? "" : stopReason) {
      case "guardrail_intervened", "content_filtered" ->
          throw new ContentBlockedException("The model's filter refused (" + stopReason + ").");
      case "malformed_model_output", "malformed_tool_use" ->
          throw new ModelAnswerException("The model ended with \"" + stopReason + "\".");
      case "model_context_window_exceeded" ->
          throw InvalidPromptException.unusable(
              "The prompt is too long for the model's context window; shorten it.");
      default -> {}
    }
    boolean isEmpty = text == null || text.isBlank();
    if (isEmpty && "max_tokens".equals(stopReason)) {
      throw new OutputTokensException(model.id());
    }
    if (isEmpty) {
      throw new ModelAnswerException("The model answered without text (" + stopReason + ").");
    }
    return Answer.text(text, usage, stopReason);
  }
}
