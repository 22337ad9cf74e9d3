package dev.caravan.model;

import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.Prompt;

/** Checks a prompt against a model's limits, before a call is paid for. */
public final class PromptLimits {

  private final String model;
  private final boolean isText;
  private final Model.Limits limits;

  PromptLimits(Model model) {
    this(model.id(), model.family().isText(), model.limits());
  }

  /**
   * @param model its id, for messages
   * @param isText true if it makes texts, false if it makes images
   */
  public PromptLimits(String model, boolean isText, Model.Limits limits) {
    this.model = model;
    this.isText = isText;
    this.limits = limits;
  }

  /**
   * @throws InvalidPromptException if a limit is exceeded; the message names limit and value
   */
  public void check(Prompt prompt) {
    checkLength("prompt", prompt.text(), limits.promptCharacters());
    checkSystem(prompt);
    checkNegativePrompt(prompt);
    checkAspectRatio(prompt);
    checkSeed(prompt);
  }

  private void checkLength(String field, String text, int most) {
    int length = characters(text);
    if (length > most) {
      throw InvalidPromptException.unusable(
          "\"%s\" has %,d characters; %s accepts at most %,d."
              .formatted(field, length, model, most));
    }
  }

  /** The model reads both together. */
  private void checkSystem(Prompt prompt) {
    if (prompt.system() == null) {
      return;
    }
    if (!isText) {
      throw InvalidPromptException.unusable(model + " accepts no \"system\"; it makes images.");
    }
    int length = characters(prompt.system()) + characters(prompt.text());
    if (length > limits.promptCharacters()) {
      throw InvalidPromptException.unusable(
          "\"prompt\" and \"system\" have %,d characters together; %s accepts at most %,d."
              .formatted(length, model, limits.promptCharacters()));
    }
  }

  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }

  private void checkNegativePrompt(Prompt prompt) {
    if (prompt.negativePrompt() == null) {
      return;
    }
    if (limits.negativePromptCharacters() == 0) {
      throw InvalidPromptException.unusable(model + " accepts no \"negativePrompt\".");
    }
    checkLength("negativePrompt", prompt.negativePrompt(), limits.negativePromptCharacters());
  }

  private void checkAspectRatio(Prompt prompt) {
    if (prompt.aspectRatio() == null) {
      return;
    }
    if (limits.ratios().isEmpty()) {
      throw InvalidPromptException.unusable(model + " accepts no \"aspectRatio\".");
    }
    if (!limits.ratios().contains(prompt.aspectRatio())) {
      throw InvalidPromptException.unusable(
          "%s does not accept this \"aspectRatio\"; it accepts %s."
              .formatted(model, String.join(", ", limits.ratios())));
    }
  }

  private void checkSeed(Prompt prompt) {
    if (prompt.seed() == null) {
      return;
    }
    Model.SeedRange range = limits.seed();
    if (range == null) {
      throw InvalidPromptException.unusable(model + " accepts no \"seed\".");
    }
    if (!range.contains(prompt.seed())) {
      throw InvalidPromptException.unusable(
          "\"seed\" is %d; %s accepts %d to %d."
              .formatted(prompt.seed(), model, range.min(), range.max()));
    }
  }
}
