package dev.caravan.model;

import java.util.Map;

/**
 * What must fit together within one entry, checked when the catalogue is read and not at a prompt.
 */
final class CatalogueRules {

  private CatalogueRules() {}

  /**
   * @throws IllegalArgumentException that names the file, the model and the field
   */
  static void check(String file, Model model) {
    require(model.limits() != null, file, model, "limits: there are none");
    if (model.family().isText()) {
      checkText(file, model);
    } else {
      checkImage(file, model);
    }
    Model.SeedRange seed = model.limits().seed();
    require(
        seed == null || seed.min() <= seed.max() && seed.max() >= 1,
        file,
        model,
        "limits.seed: must reach from min to max, and to 1 at least");
  }

  private static void checkText(String file, Model model) {
    require(
        model.limits().outputTokens() != null && model.limits().outputTokens() > 0,
        file,
        model,
        "limits.outputTokens: a converse model needs it; unset, Bedrock reserves the maximum");
    require(
        model.price().inputTokens() != null && model.price().outputTokens() != null,
        file,
        model,
        "price: a converse model needs inputTokens and outputTokens");
  }

  private static void checkImage(String file, Model model) {
    require(model.price().image() != null, file, model, "price.image: an image model needs it");
    String ratio = model.defaults().aspectRatio();
    require(
        ratio == null || model.limits().ratios().contains(ratio),
        file,
        model,
        "defaults.aspectRatio: \"" + ratio + "\" is none of its limits");
    Map<String, String> sizes = model.limits().sizes();
    if (sizes != null) {
      sizes.forEach(
          (name, size) ->
              require(
                  size.matches("\\d{2,5}x\\d{2,5}"),
                  file,
                  model,
                  "limits.sizes: \"" + size + "\" is not WIDTHxHEIGHT"));
    }
    require(
        !(model.family() instanceof AmazonImageFamily) || sizes != null,
        file,
        model,
        "limits.sizes: an amazon-image model needs them");
  }

  private static void require(boolean holds, String file, Model model, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("%s: model %s: %s".formatted(file, model.id(), otherwise));
    }
  }
}
