package dev.caravan.local.bedrock;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Finds the prompt in a request of any family, also in invalid ones, so that rules can match them.
 */
record PromptText(JsonNode body) {

  String text() {
    if (body.has("prompt")) {
      return body.path("prompt").asText();
    }
    if (body.has("textToImageParams")) {
      return body.path("textToImageParams").path("text").asText();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode message : body.path("messages")) {
      if (message.path("role").asText().equals("user")) {
        text.setLength(0);
        message.path("content").forEach(block -> text.append(block.path("text").asText()));
      }
    }
    return text.toString();
  }
}
