package dev.caravan.local.bedrock.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a model answered, with the tokens it counts; image models count none. */
public record Reply(ObjectNode body, int inputTokens, int outputTokens) {

  static Reply of(ObjectNode body) {
    return new Reply(body, 0, 0);
  }
}
