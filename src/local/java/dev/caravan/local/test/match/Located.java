package dev.caravan.local.test.match;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A value in a test file, with its place.
 *
 * @param place of the value's key if it has one, otherwise of the value
 * @param json the whole value
 * @param fields the fields of a mapping, in order; else empty
 * @param items the items of a list; else empty
 */
public record Located(
    Place place, JsonNode json, Map<String, Located> fields, List<Located> items) {

  /** A mapping made of these fields. */
  public static Located mapping(Place place, Map<String, Located> fields) {
    var json = JsonNodeFactory.instance.objectNode();
    fields.forEach((name, field) -> json.set(name, field.json()));
    return new Located(place, json, fields, List.of());
  }

  /** A list made of these items. */
  public static Located list(Place place, List<Located> items) {
    var json = JsonNodeFactory.instance.arrayNode();
    items.forEach(item -> json.add(item.json()));
    return new Located(place, json, Map.of(), items);
  }

  public static Located scalar(Place place, JsonNode json) {
    return new Located(place, json, Map.of(), List.of());
  }

  /** A copy in which {@code change} is applied to every text, including keys. */
  public Located mapTexts(UnaryOperator<String> change) {
    if (json.isObject()) {
      Map<String, Located> changed = new LinkedHashMap<>();
      fields.forEach((name, field) -> changed.put(change.apply(name), field.mapTexts(change)));
      return mapping(place, changed);
    }
    if (json.isArray()) {
      return list(place, items.stream().map(item -> item.mapTexts(change)).toList());
    }
    return json.isTextual() ? scalar(place, TextNode.valueOf(change.apply(text()))) : this;
  }

  /** The scalar as text. */
  public String text() {
    return json.asText();
  }
}
