package dev.caravan.local.test.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.local.bedrock.Call;
import dev.caravan.local.bedrock.LocalBedrock;
import dev.caravan.local.bedrock.rule.Operation;
import java.util.List;

/** The model calls since the test began, without the probes of a pause. */
record ModelCalls(LocalBedrock bedrock) {

  List<Call> all() {
    return bedrock.calls().stream().filter(call -> !isProbe(call)).toList();
  }

  private static boolean isProbe(Call call) {
    return call.operation() == Operation.GET_FOUNDATION_MODEL || call.request().equals("{}");
  }

  /**
   * Each call with {@code model}, {@code prompt}, {@code request}, {@code status}, {@code error}.
   */
  ArrayNode view() {
    ArrayNode view = JsonNodeFactory.instance.arrayNode();
    all().forEach(call -> view.add(view(call)));
    return view;
  }

  private static ObjectNode view(Call call) {
    ObjectNode view = JsonNodeFactory.instance.objectNode();
    view.put("model", call.modelId());
    view.put("operation", call.operation().label());
    view.put("prompt", call.prompt());
    view.put("status", call.status());
    if (!call.error().isEmpty()) {
      view.put("error", call.error());
    }
    try {
      view.set("request", Trees.JSON.readTree(call.request()));
    } catch (JsonProcessingException e) {
      view.put("request", call.request());
    }
    return view;
  }
}
