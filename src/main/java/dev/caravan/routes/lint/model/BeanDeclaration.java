package dev.caravan.routes.lint.model;

import dev.caravan.routes.lint.source.Yaml;

/**
 * A bean as {@code beans:} declares it.
 *
 * @param body the mapping
 */
public record BeanDeclaration(String name, Yaml body) {

  /** The class's name, as written. */
  public String type() {
    String type = body.text("type");
    return type.startsWith("#class:") ? type.substring("#class:".length()) : type;
  }
}
