package dev.caravan.routes.lint.dsl;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What a value in a route file may look like. */
sealed interface Shape {

  /** Anything, for example free parameters. */
  record Any() implements Shape {}

  /** A single value. */
  record Scalar(Type type, List<String> values) implements Shape {

    enum Type {
      TEXT,
      NUMBER,
      FLAG,
      /** One of a list of values. */
      WORD
    }
  }

  record Sequence(Supplier<Shape> item) implements Shape {}

  /**
   * Keys and values.
   *
   * @param choices sets of keys of which only one is allowed, such as the expression languages
   * @param expressions the keys that are expression languages
   * @param orText true if plain text is also allowed: {@code log: done}
   * @param single true if exactly one key is allowed, as in a step
   */
  record Mapping(
      Map<String, Supplier<Shape>> keys,
      Set<String> required,
      List<Set<String>> choices,
      Set<String> expressions,
      boolean orText,
      boolean single)
      implements Shape {}
}
