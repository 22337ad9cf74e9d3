package dev.caravan.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A bean for route files that records each of its constructions, in any JVM. */
public final class Built {

  public Built(String file) throws IOException {
    Files.writeString(
        Path.of(file), "built\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
