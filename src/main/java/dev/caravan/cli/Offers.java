package dev.caravan.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.Prompt;
import dev.caravan.model.Catalogue;
import dev.caravan.model.Model;
import dev.caravan.model.PromptLimits;
import dev.caravan.words.KnownWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * The models that prompts may name, with their limits.
 *
 * @param source whose models they are, for messages
 */
record Offers(String source, Map<String, PromptLimits> limits) {

  static Offers of(String source, Catalogue catalogue) {
    Map<String, PromptLimits> limits = new LinkedHashMap<>();
    catalogue.models().forEach(model -> limits.put(model.id(), limits(model)));
    return new Offers(source, limits);
  }

  /** Those of a running service, which may have another catalogue than this machine. */
  static Offers of(ServiceClient client) {
    Map<String, PromptLimits> limits = new LinkedHashMap<>();
    client
        .models()
        .path("models")
        .forEach(model -> limits.put(model.path("id").asText(), limits(model)));
    return new Offers("The service at " + client.address(), limits);
  }

  private static PromptLimits limits(Model model) {
    return new PromptLimits(model.id(), model.family().isText(), model.limits());
  }

  private static PromptLimits limits(JsonNode model) {
    return new PromptLimits(
        model.path("id").asText(),
        model.path("makes").asText().equals("text"),
        values(model.path("limits")));
  }

  private static Model.Limits values(JsonNode json) {
    JsonNode seed = json.path("seed");
    return new Model.Limits(
        json.path("promptCharacters").asInt(),
        json.path("negativePromptCharacters").asInt(),
        seed.isObject()
            ? new Model.SeedRange(seed.path("min").asLong(), seed.path("max").asLong())
            : null,
        texts(json.path("aspectRatios")),
        null,
        null,
        null);
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }

  /**
   * Checks a prompt that names a model. Without one, the routes of the service choose it.
   *
   * @throws InvalidPromptException if there is no such model, or it does not accept the prompt
   */
  void check(Prompt prompt) {
    if (prompt.model() == null) {
      return;
    }
    PromptLimits known = limits.get(prompt.model());
    if (known == null) {
      throw InvalidPromptException.unusable(
          "%s has no model \"%s\". %s"
              .formatted(
                  source, prompt.model(), new KnownWords(limits.keySet()).hint(prompt.model()))
              .strip());
    }
    known.check(prompt);
  }
}
