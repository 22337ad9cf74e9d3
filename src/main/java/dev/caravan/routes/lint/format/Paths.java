package dev.caravan.routes.lint.format;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** How machines read a path. */
final class Paths {

  private Paths() {}

  /** With slashes, whatever the system has. */
  static String uri(Path path) {
    return (path.isAbsolute() ? "/" : "")
        + StreamSupport.stream(path.spliterator(), false)
            .map(Path::toString)
            .collect(Collectors.joining("/"));
  }
}
