package dev.caravan.routes.lint.dsl;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What may stand at one place of a route file. */
sealed interface Shape {

  /** Anything goes: free parameters, for example. */
  record Any() implements Shape {}

  /** One word or text. */
  record Scalar(Type type, List<String> values) implements Shape {

    enum Type {
      TEXT,
      NUMBER,
      FLAG,
      /** One of the values. */
      WORD
    }
  }

  record Sequence(Supplier<Shape> item) implements Shape {}

  /**
   * Keys and values.
   *
   * @param choices sets of keys of which one may stand there, such as the expression languages
   * @param expressions the keys that are expression languages
   * @param orText true where the text alone may stand instead: {@code log: done}
   * @param single true where there is one key and no more: a step
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
