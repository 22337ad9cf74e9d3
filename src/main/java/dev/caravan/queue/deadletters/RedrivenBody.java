package dev.caravan.queue.deadletters;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.MessageBody;

/**
 * The body of a redriven message. The message gets a new MessageId, so a body whose id was the old
 * MessageId must contain the id itself.
 *
 * @param keepsId false if the body can't contain an id (invalid JSON, or JSON that is not an
 *     object): it is sent unchanged, and refused again, under the id of its new message
 */
record RedrivenBody(String text, boolean keepsId) {

  /** The byte order mark, which some editors and Windows tools put before text. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // Numbers are sent again with the same digits.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  static RedrivenBody of(DeadLetter letter) {
    MessageBody inner;
    try {
      inner = MessageBody.of(letter.body());
    } catch (InvalidPromptException e) {
      return new RedrivenBody(letter.body(), false);
    }
    if (inner.object().isPresent()) {
      return of(letter, inner.object().get());
    }
    ObjectNode object = JSON.createObjectNode();
    object.put("id", letter.id());
    object.put("prompt", inner.text());
    return new RedrivenBody(object.toString(), true);
  }

  /** Like {@link dev.caravan.generation.PromptReader}: a body that begins with a brace is JSON. */
  static boolean isJson(String body) {
    return bare(body).stripLeading().startsWith("{");
  }

  private static String bare(String body) {
    return body.startsWith(BYTE_ORDER_MARK) ? body.substring(1) : body;
  }

  private static RedrivenBody of(DeadLetter letter, ObjectNode sent) {
    JsonNode id = sent.path("id");
    if (!id.isMissingNode() && !id.isNull()) {
      return new RedrivenBody(letter.body(), letter.id().equals(id.textValue()));
    }
    ObjectNode object = JSON.createObjectNode();
    object.put("id", letter.id());
    sent.remove("id");
    object.setAll(sent);
    return new RedrivenBody(object.toString(), true);
  }
}
