package dev.caravan.local.test.match;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The condition that one scalar of an expectation sets. */
public sealed interface Expected {

  Pattern RANGE = Pattern.compile("(-?\\d+(?:\\.\\d+)?)?\\.\\.(-?\\d+(?:\\.\\d+)?)?");

  /**
   * Reads {@code any}, {@code absent}, {@code ~expression}, {@code 1..60} (either end may be left
   * out) or {@code =text}. Any other scalar means exactly itself.
   *
   * @throws IllegalArgumentException if the scalar is not a valid expectation
   */
  static Expected of(JsonNode scalar) {
    if (!scalar.isTextual()) {
      return new Exactly(scalar);
    }
    String text = scalar.textValue();
    Matcher range = RANGE.matcher(text);
    if (text.equals("any")) {
      return new Any();
    }
    if (text.equals("absent")) {
      return new Absent();
    }
    if (text.startsWith("~")) {
      return new Like(Pattern.compile(text.substring(1)));
    }
    if (text.startsWith("=")) {
      return new Exactly(TextNode.valueOf(text.substring(1)));
    }
    return text.length() > 2 && range.matches()
        ? new Between(number(range.group(1)), number(range.group(2)))
        : new Exactly(scalar);
  }

  private static Optional<BigDecimal> number(String text) {
    return Optional.ofNullable(text).map(BigDecimal::new);
  }

  /** Whether the condition holds for {@code actual}, which may be missing. */
  boolean holdsFor(JsonNode actual);

  /** The condition in words, for a report. */
  String shown();

  /** A value that is present and not null. */
  record Any() implements Expected {
    @Override
    public boolean holdsFor(JsonNode actual) {
      return !isNothing(actual);
    }

    @Override
    public String shown() {
      return "any value";
    }
  }

  /** A value that is missing or null. */
  record Absent() implements Expected {
    @Override
    public boolean holdsFor(JsonNode actual) {
      return isNothing(actual);
    }

    @Override
    public String shown() {
      return "nothing";
    }
  }

  /** A text in which the expression is found. */
  record Like(Pattern pattern) implements Expected {
    @Override
    public boolean holdsFor(JsonNode actual) {
      return actual.isValueNode() && !actual.isNull() && pattern.matcher(actual.asText()).find();
    }

    @Override
    public String shown() {
      return "text that matches ~" + pattern;
    }
  }

  /**
   * A number, or a text that is a number, from {@code least} to {@code most}; both are included.
   */
  record Between(Optional<BigDecimal> least, Optional<BigDecimal> most) implements Expected {

    public Between {
      if (least.isPresent() && most.isPresent() && least.get().compareTo(most.get()) > 0) {
        throw new IllegalArgumentException(
            "found %s..%s, allowed: the smaller number first".formatted(least.get(), most.get()));
      }
    }

    @Override
    public boolean holdsFor(JsonNode actual) {
      if (!actual.isNumber() && !actual.isTextual()) {
        return false;
      }
      try {
        BigDecimal value = new BigDecimal(actual.asText());
        return least.filter(bound -> value.compareTo(bound) < 0).isEmpty()
            && most.filter(bound -> value.compareTo(bound) > 0).isEmpty();
      } catch (NumberFormatException e) {
        return false;
      }
    }

    @Override
    public String shown() {
      return "a number "
          + least.map(BigDecimal::toPlainString).orElse("")
          + ".."
          + most.map(BigDecimal::toPlainString).orElse("");
    }
  }

  /** Exactly this value. Numbers are compared by value, so 1.0 equals 1. */
  record Exactly(JsonNode value) implements Expected {
    @Override
    public boolean holdsFor(JsonNode actual) {
      return value.isNumber() && actual.isNumber()
          ? value.decimalValue().compareTo(actual.decimalValue()) == 0
          : value.equals(actual);
    }

    @Override
    public String shown() {
      return Mismatch.shown(value);
    }
  }

  private static boolean isNothing(JsonNode actual) {
    return actual.isMissingNode() || actual.isNull();
  }
}
