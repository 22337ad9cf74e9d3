package dev.caravan.local.bedrock.rule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.words.KnownWords;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The fields of one JSON object in a rules file. Anything unexpected is an {@link InvalidRule}. */
final class Fields {

  private final JsonNode node;
  private final String path;

  Fields(JsonNode node, String path, String... allowed) {
    this.node = node;
    this.path = path;
    if (!node.isObject()) {
      throw new InvalidRule(
          (path.isEmpty() ? "the document" : path)
              + ": found "
              + shown(node)
              + ", allowed: an object");
    }
    List<String> names = Arrays.asList(allowed);
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                throw new InvalidRule(
                    at(name)
                        + ": unknown field, allowed: "
                        + String.join(", ", names)
                        + new KnownWords(names).question(name));
              }
            });
  }

  Optional<JsonNode> node(String name) {
    return Optional.ofNullable(node.get(name));
  }

  boolean has(String name) {
    return node.has(name);
  }

  String text(String name, String fallback) {
    return node(name)
        .map(
            value -> {
              if (!value.isTextual() || value.asText().isBlank()) {
                throw wrong(name, value, "a text that is not empty");
              }
              return value.asText();
            })
        .orElse(fallback);
  }

  String oneOf(String name, Collection<String> allowed, String fallback) {
    String value = text(name, fallback);
    if (has(name) && !allowed.contains(value)) {
      throw new InvalidRule(
          at(name)
              + ": found \""
              + value
              + "\", allowed: "
              + String.join(", ", allowed)
              + new KnownWords(allowed).question(value));
    }
    return value;
  }

  int count(String name, int fallback) {
    return node(name)
        .map(
            value -> {
              if (!value.canConvertToInt() || !value.isIntegralNumber() || value.asInt() < 1) {
                throw wrong(name, value, "a whole number, 1 or more");
              }
              return value.asInt();
            })
        .orElse(fallback);
  }

  double share(String name, double fallback) {
    return node(name)
        .map(
            value -> {
              if (!value.isNumber() || value.asDouble() < 0 || value.asDouble() > 1) {
                throw wrong(name, value, "a number from 0 to 1");
              }
              return value.asDouble();
            })
        .orElse(fallback);
  }

  long whole(String name, long fallback) {
    return node(name)
        .map(
            value -> {
              if (!value.canConvertToLong() || !value.isIntegralNumber()) {
                throw wrong(name, value, "a whole number");
              }
              return value.asLong();
            })
        .orElse(fallback);
  }

  Duration span(String name, Duration fallback) {
    Duration span = time(name, text -> Span.parse(text).value(), fallback);
    if (has(name) && span.isZero()) {
      throw new InvalidRule(at(name) + ": found 0, allowed: more than 0, or leave it out");
    }
    return span;
  }

  Latency latency(String name) {
    return time(name, Latency::parse, Latency.none());
  }

  private <T> T time(String name, Function<String, T> reader, T fallback) {
    return node(name)
        .map(
            value -> {
              if (!value.isNumber() && !value.isTextual()) {
                throw wrong(name, value, "a time such as \"250ms\", \"1.5s\" or 30 (seconds)");
              }
              try {
                return reader.apply(
                    value.isNumber()
                        ? new BigDecimal(value.asText()).toPlainString()
                        : value.asText());
              } catch (IllegalArgumentException e) {
                throw new InvalidRule(at(name) + ": " + e.getMessage());
              }
            })
        .orElse(fallback);
  }

  String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private InvalidRule wrong(String name, JsonNode value, String allowed) {
    return new InvalidRule(at(name) + ": found " + shown(value) + ", allowed: " + allowed);
  }

  private String shown(JsonNode value) {
    return value.isMissingNode() ? "nothing" : value.toString();
  }
}
