package dev.caravan.local.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.local.bedrock.model.Refusal;
import dev.caravan.local.bedrock.model.Reply;
import dev.caravan.local.bedrock.rule.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A complete HTTP answer.
 *
 * @param status 0 if nothing will be sent
 * @param error the exception's name, otherwise empty
 */
record Answer(int status, String error, Map<String, String> headers, byte[] body) {

  /** Bedrock appends this to an exception's name, and clients cut it off. */
  private static final String NAMESPACE = ":http://internal.amazon.com/coral/com.amazon.bedrock/";

  static Answer nothing() {
    return new Answer(0, "", Map.of(), new byte[0]);
  }

  static Answer of(ObjectNode json) {
    return new Answer(200, "", Map.of(), bytes(json));
  }

  static Answer of(Reply reply) {
    Map<String, String> tokens =
        reply.inputTokens() == 0
            ? Map.of()
            : Map.of(
                "X-Amzn-Bedrock-Input-Token-Count", String.valueOf(reply.inputTokens()),
                "X-Amzn-Bedrock-Output-Token-Count", String.valueOf(reply.outputTokens()));
    return new Answer(200, "", tokens, bytes(reply.body()));
  }

  static Answer of(Refusal refusal) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("message", refusal.getMessage());
    if (refusal.error().equals(Fault.MODEL_ERROR.error())) {
      json.put("originalStatusCode", 500).put("resourceName", "caravan-local-bedrock");
    }
    return new Answer(
        refusal.status(), refusal.error(),
        Map.of("x-amzn-ErrorType", refusal.error() + NAMESPACE), bytes(json));
  }

  static Answer garbage() {
    String page = "<html><body><h1>It works!</h1></body></html>";
    return new Answer(200, "", Map.of(), page.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(ObjectNode json) {
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
