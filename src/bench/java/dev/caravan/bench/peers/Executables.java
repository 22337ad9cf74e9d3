package dev.caravan.bench.peers;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs that a shell would find.
 *
 * @param path folders, as in the variable {@code PATH}
 */
public record Executables(String path) {

  public static Executables ofThisProcess() {
    return new Executables(Optional.ofNullable(System.getenv("PATH")).orElse(""));
  }

  public Optional<Path> find(String name) {
    return Stream.of(path.split(Pattern.quote(File.pathSeparator)))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }
}
