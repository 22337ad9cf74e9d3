package dev.caravan.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A bean for route files that notes each of its constructions, in whatever JVM that is. */
public final class Built {

  public Built(String file) throws IOException {
    Files.writeString(
        Path.of(file), "built\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
