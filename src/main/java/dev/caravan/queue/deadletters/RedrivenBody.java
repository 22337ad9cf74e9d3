package dev.caravan.queue.deadletters;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is sent again. A message that is sent gets a new MessageId, so a body that counted on the
 * old one must carry the generation's id itself.
 *
 * @param keepsId false where the body can't carry an id (broken JSON): it is sent as it was, and
 *     refused again, under the id of its new message
 */
record RedrivenBody(String text, boolean keepsId) {

  /** What some editors and Windows tools put before text; no prompt has it. */
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // A number that was sent is sent again digit for digit.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  static RedrivenBody of(DeadLetter letter) {
    String body = bare(letter.body());
    if (!isJson(body)) {
      ObjectNode object = JSON.createObjectNode();
      object.put("id", letter.id());
      object.put("prompt", body);
      return new RedrivenBody(object.toString(), true);
    }
    try {
      return of(letter, (ObjectNode) JSON.readTree(body));
    } catch (JsonProcessingException e) {
      return new RedrivenBody(letter.body(), false);
    }
  }

  /** As {@link dev.caravan.generation.PromptReader} sees it: JSON is what begins with a brace. */
  static boolean isJson(String body) {
    return bare(body).stripLeading().startsWith("{");
  }

  private static String bare(String body) {
    return body.startsWith(BYTE_ORDER_MARK) ? body.substring(1) : body;
  }

  private static RedrivenBody of(DeadLetter letter, ObjectNode sent) {
    JsonNode id = sent.path("id");
    if (!id.isMissingNode() && !id.isNull()) {
      return new RedrivenBody(letter.body(), id.asText().equals(letter.id()));
    }
    ObjectNode object = JSON.createObjectNode();
    object.put("id", letter.id());
    sent.remove("id");
    object.setAll(sent);
    return new RedrivenBody(object.toString(), true);
  }
}
