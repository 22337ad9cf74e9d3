package dev.caravan.routes.lint.format;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Writes paths for the machine-readable formats. */
final class Paths {

  private Paths() {}

  /** The path with slashes on every operating system. */
  static String uri(Path path) {
    return (path.isAbsolute() ? "/" : "")
        + StreamSupport.stream(path.spliterator(), false)
            .map(Path::toString)
            .collect(Collectors.joining("/"));
  }
}
