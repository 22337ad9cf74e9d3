package dev.caravan.routes.lint.expression;

import dev.caravan.routes.lint.source.Yaml;
import java.util.ArrayList;
import java.util.List;

/** All scalar values within a value, at any depth, without the keys. */
public record Scalars(List<Yaml> all) {

  public static Scalars in(Yaml root) {
    List<Yaml> found = new ArrayList<>();
    add(root, found);
    return new Scalars(found);
  }

  private static void add(Yaml yaml, List<Yaml> found) {
    if (yaml.isScalar()) {
      found.add(yaml);
    }
    yaml.items().forEach(item -> add(item, found));
    yaml.entries().forEach(entry -> add(entry.value(), found));
  }
}
