package dev.caravan.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A prompt that was sent.
 *
 * @param id of its generation
 * @param messageId of its queue message; empty if it was sent by HTTP
 */
record Sent(Outgoing prompt, String id, Optional<String> messageId) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** How to find its record. */
  Followed followed() {
    return prompt.id().isPresent() && messageId.isPresent() && prompt.prompt().isPresent()
        ? Followed.sent(id, messageId.get(), prompt.prompt().get())
        : Followed.sent(id);
  }

  ObjectNode json() {
    ObjectNode json = JSON.createObjectNode().put("number", prompt.number()).put("id", id);
    messageId.ifPresent(message -> json.put("messageId", message));
    return json;
  }
}
