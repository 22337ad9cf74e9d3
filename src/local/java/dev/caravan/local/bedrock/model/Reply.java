package dev.caravan.local.bedrock.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A model's answer and the tokens that the model counted; image models count none. */
public record Reply(ObjectNode body, int inputTokens, int outputTokens) {

  static Reply of(ObjectNode body) {
    return new Reply(body, 0, 0);
  }
}
