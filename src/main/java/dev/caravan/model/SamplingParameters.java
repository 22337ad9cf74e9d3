package dev.caravan.model;

import java.util.regex.Pattern;

/**
 * Which models accept sampling parameters such as {@code temperature}. Bedrock refuses every prompt
 * of a model that does not, so a wrong default would stop the model.
 */
final class SamplingParameters {

  /**
   * Claude Opus from 4.7 on, and every Claude from 5 on, answers "`temperature` is deprecated for
   * this model".
   *
   * @see <a href="https://github.com/opensearch-project/agent-health/issues/299">A report</a>
   */
  private static final Pattern ACCEPT_NONE =
      Pattern.compile(
          ".*anthropic[.]claude-(?:opus-4-(?:[7-9]|[1-9]\\d)(?!\\d)|[a-z]+-(?:[5-9]|[1-9]\\d)(?!\\d)).*");

  private SamplingParameters() {}

  /** The entry's own list decides; without one, the models that are known to refuse. */
  static boolean accepts(Model model, String parameter) {
    return model.parameters() == null
        ? !ACCEPT_NONE.matcher(model.id()).matches()
        : model.parameters().contains(parameter);
  }
}
