package dev.caravan.routes.lint.source;

import java.nio.file.Path;
import java.util.List;

/**
 * A file as it was read.
 *
 * @param asked false for one that was read only for what it declares
 */
public record SourceFile(Path path, String text, boolean asked) {

  public enum Kind {
    ROUTES,
    CATALOGUE,
    PROPERTIES,
    OTHER
  }

  public List<String> lines() {
    return text.lines().toList();
  }

  /** By its name, as the service chooses what to load. */
  public Kind kind() {
    String name = path.getFileName().toString();
    if (name.endsWith(".camel.yaml")) {
      return Kind.ROUTES;
    }
    if (name.equals("models.yaml") || name.equals("models.yml")) {
      return Kind.CATALOGUE;
    }
    return name.endsWith(".properties") ? Kind.PROPERTIES : Kind.OTHER;
  }
}
