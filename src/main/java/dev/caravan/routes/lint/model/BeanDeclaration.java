package dev.caravan.routes.lint.model;

import dev.caravan.routes.lint.source.Yaml;

/**
 * A bean declared under {@code beans:}.
 *
 * @param body the mapping that declares it
 */
public record BeanDeclaration(String name, Yaml body) {

  /** The name of the class, as written in the file. */
  public String type() {
    String type = body.text("type");
    return type.startsWith("#class:") ? type.substring("#class:".length()) : type;
  }
}
