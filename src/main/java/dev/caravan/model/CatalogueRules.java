package dev.caravan.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules that the fields of one entry must satisfy together. They are checked when the catalogue
 * is read, not when a prompt arrives.
 */
public final class CatalogueRules {

  /**
   * A broken rule.
   *
   * @param field path within the entry, for example {@code limits.seed}
   * @param message what is wrong
   */
  public record Problem(String field, String message) {}

  private static final Set<String> PARAMETERS = Set.of("temperature");
  private static final Set<String> FORMATS = Set.of("png", "jpeg");
  private static final Set<String> QUALITIES = Set.of("standard", "premium");

  private final List<Problem> problems = new ArrayList<>();

  private CatalogueRules() {}

  /**
   * @throws IllegalArgumentException if a rule is broken; the message names file, model and field
   */
  static void check(String file, Model model) {
    for (Problem problem : problems(model)) {
      throw new IllegalArgumentException(
          "%s: model %s: %s: %s".formatted(file, model.id(), problem.field(), problem.message()));
    }
  }

  /** All broken rules. */
  public static List<Problem> problems(Model model) {
    CatalogueRules rules = new CatalogueRules();
    if (model.limits() == null || model.price() == null || model.lifecycle() == null) {
      rules.require(model.limits() != null, "limits", "there are none");
      rules.require(model.price() != null, "price", "there is none");
      rules.require(model.lifecycle() != null, "lifecycle", "there is none");
      return List.copyOf(rules.problems);
    }
    if (model.family().isText()) {
      rules.checkText(model);
    } else {
      rules.checkImage(model);
    }
    Model.SeedRange seed = model.limits().seed();
    rules.require(
        seed == null || seed.min() <= seed.max() && seed.max() >= 1,
        "limits.seed",
        "min must not exceed max, and max must be at least 1");
    int answerBytes = model.limits().answerBytes();
    rules.require(
        answerBytes >= 1 && answerBytes <= Model.Limits.MOST_ANSWER_BYTES,
        "limits.answerBytes",
        "must be from 1 to " + Model.Limits.MOST_ANSWER_BYTES);
    return List.copyOf(rules.problems);
  }

  private void checkText(Model model) {
    require(
        model.limits().outputTokens() != null && model.limits().outputTokens() > 0,
        "limits.outputTokens",
        "a converse model needs it; without it, Bedrock reserves the maximum");
    require(
        model.price().inputTokens() != null && model.price().outputTokens() != null,
        "price",
        "a converse model needs inputTokens and outputTokens");
    Double temperature = model.defaults().temperature();
    require(
        temperature == null || temperature >= 0 && temperature <= 1,
        "defaults.temperature",
        "must be from 0 to 1");
    require(
        model.parameters() == null || PARAMETERS.containsAll(model.parameters()),
        "parameters",
        "may contain only " + String.join(", ", PARAMETERS));
    require(
        temperature == null || SamplingParameters.accepts(model, "temperature"),
        "defaults.temperature",
        model.parameters() == null
            ? "this model does not accept it; remove it, or list it in parameters if that has changed"
            : "the model's parameters do not list it; remove it, or add it there");
  }

  private void checkImage(Model model) {
    require(model.parameters() == null, "parameters", "only converse models have them");
    require(
        model.defaults().temperature() == null,
        "defaults.temperature",
        "only converse models accept it");
    require(model.price().image() != null, "price.image", "an image model needs it");
    Model.Defaults defaults = model.defaults();
    require(
        defaults.aspectRatio() == null || model.limits().ratios().contains(defaults.aspectRatio()),
        "defaults.aspectRatio",
        "\"" + defaults.aspectRatio() + "\" is not in the model's limits");
    require(
        defaults.format() == null || FORMATS.contains(defaults.format()),
        "defaults.format",
        "must be png or jpeg");
    require(
        defaults.quality() == null || QUALITIES.contains(defaults.quality()),
        "defaults.quality",
        "must be standard or premium");
    require(
        defaults.cfgScale() == null || defaults.cfgScale() >= 1.1 && defaults.cfgScale() <= 10,
        "defaults.cfgScale",
        "must be from 1.1 to 10");
    Map<String, String> sizes = model.limits().sizes();
    if (sizes != null) {
      sizes.forEach(
          (name, size) ->
              require(
                  size.matches("\\d{2,5}x\\d{2,5}"),
                  "limits.sizes",
                  "\"" + size + "\" is not WIDTHxHEIGHT"));
    }
    require(
        !(model.family() instanceof AmazonImageFamily) || sizes != null,
        "limits.sizes",
        "an amazon-image model needs them");
  }

  private void require(boolean holds, String field, String otherwise) {
    if (!holds) {
      problems.add(new Problem(field, otherwise));
    }
  }
}
