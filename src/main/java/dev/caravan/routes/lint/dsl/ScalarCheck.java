package dev.caravan.routes.lint.dsl;

import dev.caravan.routes.lint.source.Yaml;
import dev.caravan.words.KnownWords;
import java.util.Optional;

/**
 * Checks a single value against its shape, as leniently as Camel does: a number may be quoted, and
 * a placeholder may have any value.
 */
final class ScalarCheck {

  /** A sentence that says what is wrong with the value; empty if it is correct. */
  Optional<String> complaint(Yaml yaml, Shape.Scalar shape, String key) {
    if (!yaml.isScalar()) {
      return Optional.of(
          "`"
              + key
              + "` must be "
              + described(shape)
              + ", not "
              + (yaml.isSequence() ? "a list." : "keys and values."));
    }
    if (yaml.isNothing()) {
      return Optional.of("`" + key + "` must be " + described(shape) + ", but has no value.");
    }
    String text = yaml.text();
    if (text.contains("{{") || text.startsWith("#") || isRight(text, shape)) {
      return Optional.empty();
    }
    return Optional.of(
        "`"
            + key
            + "` must be "
            + described(shape)
            + ", not `"
            + text
            + "`."
            + (shape.type() == Shape.Scalar.Type.WORD
                ? new KnownWords(shape.values())
                    .nearest(text)
                    .map(near -> " Did you mean `" + near + "`?")
                    .orElse("")
                : ""));
  }

  private static boolean isRight(String text, Shape.Scalar shape) {
    return switch (shape.type()) {
      case TEXT -> true;
      // A duration may have units: 5s, 1m30s.
      case NUMBER -> text.strip().matches("-?\\d+(\\.\\d+)?|(\\d+(ms|[smhdSMHD]))+");
      case FLAG -> text.strip().matches("(?i)true|false");
      case WORD -> shape.values().stream().anyMatch(text::equalsIgnoreCase);
    };
  }

  private static String described(Shape.Scalar shape) {
    return switch (shape.type()) {
      case TEXT -> "text";
      case NUMBER -> "a number";
      case FLAG -> "true or false";
      case WORD -> "one of " + String.join(", ", shape.values());
    };
  }
}
