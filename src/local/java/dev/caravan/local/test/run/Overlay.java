package dev.caravan.local.test.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Sets the fields of one JSON object in another; a name may be a dotted path. */
final class Overlay {

  private Overlay() {}

  static void onto(ObjectNode below, JsonNode above) {
    above.properties().forEach(field -> put(below, field.getKey(), field.getValue()));
  }

  private static void put(ObjectNode below, String path, JsonNode value) {
    int dot = path.indexOf('.');
    String name = dot < 0 ? path : path.substring(0, dot);
    if (dot >= 0) {
      put(object(below, name), path.substring(dot + 1), value);
    } else if (value.isObject()) {
      onto(object(below, name), value);
    } else {
      below.set(name, value);
    }
  }

  private static ObjectNode object(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode there ? there : parent.putObject(name);
  }
}
