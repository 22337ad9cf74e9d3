package dev.caravan.local.test.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/** An HTTP answer in the form that expectations are compared with. */
record Answer(int status, ObjectNode headers, String text, Duration took) {

  static Answer of(HttpResponse<byte[]> response, Duration took) {
    ObjectNode headers = JsonNodeFactory.instance.objectNode();
    response
        .headers()
        .map()
        .forEach(
            (name, values) ->
                headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    return new Answer(
        response.statusCode(), headers, new String(response.body(), StandardCharsets.UTF_8), took);
  }

  /** The body as JSON if it is JSON, otherwise as text. */
  JsonNode body() {
    try {
      JsonNode json = Trees.JSON.readTree(text);
      return json.isContainerNode() ? json : TextNode.valueOf(text);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(text);
    }
  }
}
