package dev.caravan.local.test.match;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Compares what was found with what was expected. Of a mapping only the named fields count; a name
 * may be a dotted path. A list must be as long as the expected list.
 */
public final class Comparison {

  /** The differences, in the order of the file. */
  public List<Mismatch> compare(String what, Located expected, JsonNode actual) {
    return differences(what, expected, actual).toList();
  }

  private Stream<Mismatch> differences(String what, Located expected, JsonNode actual) {
    if (expected.json().isObject()) {
      return actual.isContainerNode()
          ? expected.fields().entrySet().stream()
              .flatMap(
                  field ->
                      differences(
                          what + "." + field.getKey(),
                          field.getValue(),
                          at(actual, field.getKey())))
          : Stream.of(mismatch(what, expected, "an object", actual));
    }
    if (expected.json().isArray()) {
      return actual.isArray() && actual.size() == expected.items().size()
          ? IntStream.range(0, actual.size())
              .boxed()
              .flatMap(
                  index ->
                      differences(
                          what + "." + index, expected.items().get(index), actual.get(index)))
          : Stream.of(mismatch(what, expected, "a list of " + expected.items().size(), actual));
    }
    Expected scalar = Expected.of(expected.json());
    return scalar.holdsFor(actual)
        ? Stream.empty()
        : Stream.of(mismatch(what, expected, scalar.shown(), actual));
  }

  private static Mismatch mismatch(String what, Located expected, String shown, JsonNode actual) {
    return new Mismatch(expected.place(), what, shown, Mismatch.shown(actual));
  }

  /** The field with exactly this name, or else the value at the dotted path. */
  static JsonNode at(JsonNode node, String path) {
    if (node.has(path)) {
      return node.get(path);
    }
    JsonNode reached = node;
    for (String name : path.split("\\.", -1)) {
      reached =
          reached.isArray() && name.matches("\\d{1,6}")
              ? reached.path(Integer.parseInt(name))
              : reached.path(name);
    }
    return path.isEmpty() ? MissingNode.getInstance() : reached;
  }
}
