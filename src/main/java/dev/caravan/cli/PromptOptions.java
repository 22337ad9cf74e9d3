package dev.caravan.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options that become fields of a prompt; see docs/api.md. */
final class PromptOptions {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "The model to use; caravan models lists them.")
  String model;

  @Option(
      names = "--aspect-ratio",
      paramLabel = "W:H",
      description = "Width to height of the image, for example 16:9.")
  String aspectRatio;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The random seed: the same seed makes the same image again.")
  Long seed;

  @Option(
      names = "--negative-prompt",
      paramLabel = "TEXT",
      description = "What the image should not show.")
  String negativePrompt;

  @Option(
      names = "--system",
      paramLabel = "TEXT",
      description = "Instructions for a text model, for example \"Answer in verse\".")
  String system;

  @Option(
      names = "--metadata",
      paramLabel = "NAME=VALUE",
      description = "Your own data for the record; repeat the option for more.")
  Map<String, String> metadata = new LinkedHashMap<>();

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The id of the generation, for a single prompt that is sent to the queue.")
  String id;

  /**
   * @throws CommandFailedException if an option can't be right for any model
   */
  void check() {
    if (id != null) {
      IdsArgument.check(id);
    }
    if (aspectRatio != null && !aspectRatio.matches("\\d+:\\d+")) {
      throw CommandFailedException.misconfigured(
          "--aspect-ratio is \"%s\"; it must be width:height, for example 16:9."
              .formatted(aspectRatio));
    }
  }

  /** Without any option, the plain text, which every consumer of the queue accepts. */
  String message(String prompt) {
    return isEmpty() ? prompt : json(prompt).toString();
  }

  private boolean isEmpty() {
    return model == null
        && aspectRatio == null
        && seed == null
        && negativePrompt == null
        && system == null
        && metadata.isEmpty()
        && id == null;
  }

  private ObjectNode json(String prompt) {
    ObjectNode json = JSON.createObjectNode();
    put(json, "id", id);
    json.put("prompt", prompt);
    put(json, "model", model);
    put(json, "aspectRatio", aspectRatio);
    if (seed != null) {
      json.put("seed", seed);
    }
    put(json, "negativePrompt", negativePrompt);
    put(json, "system", system);
    if (!metadata.isEmpty()) {
      metadata.forEach(json.putObject("metadata")::put);
    }
    return json;
  }

  private static void put(ObjectNode json, String name, String value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
