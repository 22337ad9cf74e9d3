package dev.caravan.local.bedrock.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A valid request to Converse.
 *
 * @param prompt the last message of the user
 * @param characters in all messages together; the input tokens are computed from them
 * @param maxTokens the most tokens that the answer may have
 */
record ConverseRequest(String prompt, int characters, int maxTokens, List<String> stopSequences) {

  /** Newer Claude models accept either of the two samplers, but not both. */
  private static final Pattern ONE_SAMPLER =
      Pattern.compile("anthropic\\.claude-(?:opus|sonnet|haiku)-(?:4-\\d{1,2}(?!\\d)|[5-9]).*");

  static ConverseRequest read(JsonNode body, Model model, int mostTokens) {
    if (!body.isObject()) {
      throw Refusal.validation("The request body is not a JSON object. Correct it and try again.");
    }
    List<String> said = messages(body.path("messages"));
    int characters = said.stream().mapToInt(String::length).sum();
    for (JsonNode block : body.path("system")) {
      characters += block.path("text").asText().length();
    }
    JsonNode config = body.path("inferenceConfig");
    within(config, "temperature", 0, 1);
    within(config, "topP", 0, 1);
    if (ONE_SAMPLER.matcher(model.id()).matches() && has(config, "temperature", "topP")) {
      throw Refusal.validation(
          "The model returned the following errors: `temperature` and `top_p` cannot both be"
              + " specified for this model. Please use only one.");
    }
    within(config, "maxTokens", 1, Integer.MAX_VALUE);
    int maxTokens = config.path("maxTokens").asInt(mostTokens);
    if (maxTokens > mostTokens) {
      throw Refusal.validation(
          "The maximum tokens you requested exceeds the model limit of "
              + mostTokens
              + ". Try again with a maximum tokens value that is lower than "
              + mostTokens
              + ".");
    }
    // Roles alternate and the user begins, so the user's messages have even indexes.
    String prompt = said.get((said.size() - 1) / 2 * 2);
    return new ConverseRequest(prompt, characters, maxTokens, stops(config.path("stopSequences")));
  }

  /** The text of each message, in order. */
  private static List<String> messages(JsonNode messages) {
    if (!messages.isArray() || messages.isEmpty()) {
      throw constraint("null", "messages", "Member must not be null");
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < messages.size(); i++) {
      String role = messages.get(i).path("role").asText();
      if (!role.equals("user") && !role.equals("assistant")) {
        throw constraint(
            role,
            "messages." + (i + 1) + ".member.role",
            "Member must satisfy enum value set: [user, assistant]");
      }
      if (i == 0 && !role.equals("user")) {
        throw Refusal.validation(
            "A conversation must start with a user message. Try again with a conversation that"
                + " starts with a user message.");
      }
      if (role.equals("user") != (i % 2 == 0)) {
        throw Refusal.validation(
            "A conversation must alternate between user and assistant roles. Make sure the"
                + " conversation alternates between user and assistant roles and try again.");
      }
      texts.add(content(messages.get(i).path("content"), i));
    }
    return texts;
  }

  private static String content(JsonNode blocks, int message) {
    if (!blocks.isArray() || blocks.isEmpty()) {
      throw Refusal.validation(
          "The content field in the Message object at messages."
              + message
              + " is empty. Add a"
              + " ContentBlock object to the content field and try again.");
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).has("text")) {
        String text = blocks.get(i).path("text").asText();
        if (text.isBlank()) {
          throw Refusal.validation(
              "The text field in the ContentBlock object at messages."
                  + message
                  + ".content."
                  + i
                  + " is blank. Add text to the text field, and try again.");
        }
        texts.add(text);
      }
    }
    return String.join("\n", texts);
  }

  private static List<String> stops(JsonNode sequences) {
    List<String> stops = new ArrayList<>();
    for (JsonNode sequence : sequences) {
      if (sequence.asText().isEmpty()) {
        throw constraint(
            "",
            "inferenceConfig.stopSequences." + (stops.size() + 1) + ".member",
            "Member must have length greater than or equal to 1");
      }
      stops.add(sequence.asText());
    }
    return stops;
  }

  private static void within(JsonNode config, String name, int least, int most) {
    JsonNode value = config.path(name);
    String where = "inferenceConfig." + name;
    if (value.isMissingNode() || value.isNull()) {
      return;
    }
    if (!value.isNumber() || value.asDouble() < least) {
      throw constraint(
          value.asText(), where, "Member must have value greater than or equal to " + least);
    }
    if (value.asDouble() > most) {
      throw constraint(
          value.asText(), where, "Member must have value less than or equal to " + most);
    }
  }

  private static boolean has(JsonNode config, String one, String other) {
    return config.hasNonNull(one) && config.hasNonNull(other);
  }

  private static Refusal constraint(String value, String where, String constraint) {
    String shown = value.equals("null") ? "Value null" : "Value '" + value + "'";
    return Refusal.validation(
        "1 validation error detected: "
            + shown
            + " at '"
            + where
            + "' failed to satisfy constraint: "
            + constraint);
  }
}
