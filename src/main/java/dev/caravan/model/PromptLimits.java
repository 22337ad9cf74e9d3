package dev.caravan.model;

import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.Prompt;

/** Checks a prompt against a model's limits, before a call is paid for. */
final class PromptLimits {

  private final Model model;

  PromptLimits(Model model) {
    this.model = model;
  }

  /**
   * @throws InvalidPromptException if a limit is exceeded; the message names limit and value
   */
  void check(Prompt prompt) {
    checkLength("prompt", prompt.text(), model.limits().promptCharacters());
    checkNegativePrompt(prompt);
    checkAspectRatio(prompt);
    checkSeed(prompt);
  }

  private void checkLength(String field, String text, int most) {
    int length = text.codePointCount(0, text.length());
    if (length > most) {
      throw InvalidPromptException.unusable(
          "\"%s\" has %,d characters; %s accepts at most %,d."
              .formatted(field, length, model.id(), most));
    }
  }

  private void checkNegativePrompt(Prompt prompt) {
    if (prompt.negativePrompt() == null) {
      return;
    }
    if (model.limits().negativePromptCharacters() == 0) {
      throw InvalidPromptException.unusable(model.id() + " accepts no \"negativePrompt\".");
    }
    checkLength(
        "negativePrompt", prompt.negativePrompt(), model.limits().negativePromptCharacters());
  }

  private void checkAspectRatio(Prompt prompt) {
    if (prompt.aspectRatio() == null) {
      return;
    }
    if (model.limits().ratios().isEmpty()) {
      throw InvalidPromptException.unusable(model.id() + " accepts no \"aspectRatio\".");
    }
    if (!model.limits().ratios().contains(prompt.aspectRatio())) {
      throw InvalidPromptException.unusable(
          "%s does not accept this \"aspectRatio\"; it accepts %s."
              .formatted(model.id(), String.join(", ", model.limits().ratios())));
    }
  }

  private void checkSeed(Prompt prompt) {
    if (prompt.seed() == null) {
      return;
    }
    Model.SeedRange range = model.limits().seed();
    if (range == null) {
      throw InvalidPromptException.unusable(model.id() + " accepts no \"seed\".");
    }
    if (!range.contains(prompt.seed())) {
      throw InvalidPromptException.unusable(
          "\"seed\" is %d; %s accepts %d to %d."
              .formatted(prompt.seed(), model.id(), range.min(), range.max()));
    }
  }
}
