package dev.caravan.local.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.util.List;

/** Writes the journal as JSON. */
final class CallWriter {

  ObjectNode document(List<Call> calls, long total) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    ArrayNode list = document.putArray("calls");
    calls.forEach(call -> list.add(call(call)));
    return document.put("total", total);
  }

  private ObjectNode call(Call call) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("at", call.at().toString());
    node.put("modelId", call.modelId());
    node.put("operation", call.operation().label());
    node.put("prompt", call.prompt());
    if (!call.request().isEmpty()) {
      node.putRawValue("request", new RawValue(call.request()));
    }
    node.put("status", call.status());
    node.put("error", call.error().isEmpty() ? null : call.error());
    node.put("rule", call.rule().isEmpty() ? null : call.rule());
    node.put("caller", call.caller().isEmpty() ? null : call.caller());
    return node;
  }
}
