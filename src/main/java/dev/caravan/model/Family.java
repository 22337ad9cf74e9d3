package dev.caravan.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;

/** A wire format that several models share: how to write requests and read answers. */
public sealed interface Family permits ImageFamily, ConverseFamily {

  /** The name in the catalogue. */
  @JsonValue
  String id();

  /** True for models that are called with Converse and answer with text. */
  default boolean isText() {
    return this instanceof ConverseFamily;
  }

  /** The names that a catalogue may use. */
  static List<String> ids() {
    return List.of(StabilityFamily.ID, AmazonImageFamily.ID, ConverseFamily.ID);
  }

  @JsonCreator
  static Family named(String id) {
    return switch (id) {
      case StabilityFamily.ID -> new StabilityFamily();
      case AmazonImageFamily.ID -> new AmazonImageFamily();
      case ConverseFamily.ID -> new ConverseFamily();
      default ->
          throw new IllegalArgumentException(
              "unknown family \"%s\"; known are %s, %s and %s"
                  .formatted(id, StabilityFamily.ID, AmazonImageFamily.ID, ConverseFamily.ID));
    };
  }
}
