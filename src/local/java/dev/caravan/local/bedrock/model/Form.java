package dev.caravan.local.bedrock.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Reads a model's JSON request. Collects mistakes in the words of Bedrock's own schema check;
 * {@link #check} reports all of them at once.
 */
final class Form {

  private final JsonNode node;
  private final String pointer;
  private final List<String> mistakes;

  private Form(JsonNode node, String pointer, List<String> mistakes) {
    this.node = node;
    this.pointer = pointer;
    this.mistakes = mistakes;
  }

  static Form of(JsonNode body) {
    if (body.isMissingNode()) {
      throw Refusal.validation(
          "Malformed input request, please reformat your input and try again.");
    }
    Form form = new Form(body, "#", new ArrayList<>());
    form.mustBe(body.isObject(), "#", "JSONObject", body);
    form.check();
    return form;
  }

  Form required(String key) {
    if (!node.has(key)) {
      mistakes.add(pointer + ": required key [" + key + "] not found");
    }
    return optional(key);
  }

  Form optional(String key) {
    JsonNode child = node.path(key);
    boolean usable =
        child.isMissingNode() || mustBe(child.isObject(), at(key), "JSONObject", child);
    return new Form(usable ? child : MissingNode.getInstance(), at(key), mistakes);
  }

  void only(String... keys) {
    List<String> known = List.of(keys);
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                mistakes.add(pointer + ": extraneous key [" + key + "] is not permitted");
              }
            });
  }

  String requiredText(String key, int longest) {
    if (!node.isMissingNode() && !node.has(key)) {
      mistakes.add(pointer + ": required key [" + key + "] not found");
    }
    return text(key, longest);
  }

  String text(String key, int longest) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || !mustBe(value.isTextual(), at(key), "String", value)) {
      return "";
    }
    String text = value.asText();
    int length = text.codePointCount(0, text.length());
    if (length < 1) {
      mistakes.add(at(key) + ": expected minLength: 1, actual: 0");
    }
    if (length > longest) {
      mistakes.add(at(key) + ": expected maxLength: " + longest + ", actual: " + length);
    }
    return text;
  }

  String oneOf(String key, Collection<String> allowed, String fallback) {
    JsonNode value = node.path(key);
    if (value.isMissingNode() || !mustBe(value.isTextual(), at(key), "String", value)) {
      return fallback;
    }
    if (!allowed.contains(value.asText())) {
      mistakes.add(at(key) + ": " + value.asText() + " is not a valid enum value");
      return fallback;
    }
    return value.asText();
  }

  long whole(String key, long least, long most, long fallback) {
    JsonNode value = node.path(key);
    boolean usable =
        !value.isMissingNode()
            && mustBe(value.isIntegralNumber(), at(key), "Integer", value)
            && within(key, value, least, most);
    return usable ? value.asLong() : fallback;
  }

  double number(String key, double least, double most, double fallback) {
    JsonNode value = node.path(key);
    boolean usable =
        !value.isMissingNode()
            && mustBe(value.isNumber(), at(key), "Number", value)
            && within(key, value, least, most);
    return usable ? value.asDouble() : fallback;
  }

  void mistake(String key, String text) {
    mistakes.add(at(key) + ": " + text);
  }

  /** Refuses the request if anything in it is wrong. */
  void check() {
    if (!mistakes.isEmpty()) {
      throw Refusal.validation(
          "Malformed input request: "
              + String.join("", mistakes)
              + ", please reformat your input and try again.");
    }
  }

  private boolean within(String key, JsonNode value, double least, double most) {
    if (value.asDouble() < least) {
      mistakes.add(at(key) + ": " + value + " is not greater or equal to " + shown(least));
    } else if (value.asDouble() > most) {
      mistakes.add(at(key) + ": " + value + " is not less or equal to " + shown(most));
    } else {
      return true;
    }
    return false;
  }

  private boolean mustBe(boolean so, String where, String wanted, JsonNode found) {
    if (!so) {
      mistakes.add(where + ": expected type: " + wanted + ", found: " + typeOf(found));
    }
    return so;
  }

  private String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "JSONArray";
      case OBJECT -> "JSONObject";
      case STRING -> "String";
      case BOOLEAN -> "Boolean";
      case NULL -> "Null";
      default -> value.isIntegralNumber() ? "Integer" : "Double";
    };
  }

  private String shown(double bound) {
    return bound == Math.rint(bound) ? String.valueOf((long) bound) : String.valueOf(bound);
  }

  private String at(String key) {
    return pointer + "/" + key;
  }
}
