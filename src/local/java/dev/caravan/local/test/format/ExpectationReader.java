package dev.caravan.local.test.format;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.local.test.match.Expected;
import dev.caravan.local.test.match.Located;
import dev.caravan.local.test.match.Variables;
import dev.caravan.words.KnownWords;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads {@code expect}. */
final class ExpectationReader {

  private final Complaints complaints;
  private final KnownNames names;

  ExpectationReader(Complaints complaints) {
    this.complaints = complaints;
    this.names = new KnownNames(complaints);
  }

  /**
   * @param ofHttp whether the step is an HTTP request, so that there is an answer
   */
  Map<Part, Located> read(Located expect, boolean ofHttp) {
    Fields fields = new Fields(expect, complaints, Part.labels());
    Map<Part, Located> expected = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      fields.get(part.label()).ifPresent(value -> expected.put(part, checked(part, value, ofHttp)));
    }
    if (expect.json().isObject() && expect.fields().isEmpty()) {
      complaints.add(
          expect.place(),
          "found no expectation, allowed: at least one of " + String.join(", ", Part.labels()));
    }
    return expected;
  }

  private Located checked(Part part, Located value, boolean ofHttp) {
    if (part.isOfTheAnswer() && !ofHttp) {
      complaints.add(
          value.place(), part.label() + ": found after a message, allowed: only after \"http\"");
    }
    requireScalars(value);
    switch (part) {
      case STATUS, MESSAGE -> requireScalar(part, value);
      case HEADERS -> requireMapping(part, value);
      case OBJECTS -> {
        requireMapping(part, value);
        value.fields().values().forEach(object -> names.oneOf(object, KnownNames.OBJECT));
      }
      case RECORD -> {
        requireMappingOrWord(part, value);
        names.ofRecord(value);
      }
      case DEAD_LETTER -> {
        requireMappingOrWord(part, value);
        names.oneOf(value, KnownNames.LETTER);
      }
      case MODEL_CALLS -> {
        requireCalls(value);
        value.items().forEach(call -> names.oneOf(call, KnownNames.CALL));
      }
      case BODY -> {}
    }
    if (part == Part.MESSAGE && !Part.MESSAGE_STATES.contains(value.text())) {
      complaints.add(
          value.place(),
          "message: found \"%s\", allowed: %s%s"
              .formatted(
                  value.text(),
                  String.join(", ", Part.MESSAGE_STATES),
                  new KnownWords(Part.MESSAGE_STATES).question(value.text())));
    }
    return part == Part.HEADERS ? headers(value) : value;
  }

  /** Checks that every scalar is a valid expectation. */
  private void requireScalars(Located value) {
    value.fields().values().forEach(this::requireScalars);
    value.items().forEach(this::requireScalars);
    if (value.json().isNull()) {
      complaints.add(value.place(), "found nothing, allowed: a value, any, or absent");
    } else if (value.json().isValueNode()) {
      try {
        Expected.of(Placeholders.anyValues().fill(value).json());
      } catch (IllegalArgumentException e) {
        complaints.add(
            value.place(),
            "%s can't be expected: %s"
                .formatted(Fields.shown(value), e.getMessage().lines().findFirst().orElse("")));
      }
    }
  }

  private void requireScalar(Part part, Located value) {
    if (!value.json().isValueNode()) {
      complaints.add(value.place(), part.label() + ": found a collection, allowed: one value");
    }
  }

  private void requireMapping(Part part, Located value) {
    if (!value.json().isObject()) {
      complaints.add(
          value.place(),
          "%s: found %s, allowed: a mapping".formatted(part.label(), Fields.shown(value)));
    }
  }

  private void requireMappingOrWord(Part part, Located value) {
    if (!value.json().isObject() && !value.json().isTextual()) {
      complaints.add(
          value.place(),
          "%s: found %s, allowed: a mapping, any, or absent"
              .formatted(part.label(), Fields.shown(value)));
    }
  }

  private void requireCalls(Located value) {
    boolean range =
        value.json().isTextual()
            && Variables.in(value.text()).findAny().isEmpty()
            && value.text().contains("..");
    if (!value.json().isIntegralNumber() && !value.json().isArray() && !range) {
      complaints.add(
          value.place(),
          "modelCalls: found %s, allowed: a whole number, a range such as 1..3, or a list of calls"
              .formatted(Fields.shown(value)));
    }
  }

  /**
   * Case does not matter in names, so they become lower case. HTTP sends values as text, so they
   * become text.
   */
  private static Located headers(Located value) {
    Map<String, Located> headers = new LinkedHashMap<>();
    value
        .fields()
        .forEach(
            (name, header) ->
                headers.put(
                    name.toLowerCase(Locale.ROOT),
                    header.json().isValueNode()
                        ? Located.scalar(header.place(), TextNode.valueOf(header.text()))
                        : header));
    return Located.mapping(value.place(), headers);
  }
}
