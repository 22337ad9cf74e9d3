package dev.caravan.routes.lint.source;

import java.nio.file.Path;
import java.util.List;

/**
 * A file and its text.
 *
 * @param asked false if the file was read only for the routes and beans that it declares
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

  /** The kind, decided by the file's name, as the service does when it loads files. */
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
