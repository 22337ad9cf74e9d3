package dev.caravan.routes.lint.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads the files to check. For a folder, these are the files in it that the service could load. A
 * file is read together with the route files in its folder, because it may use their routes and
 * beans.
 */
public final class SourceReader {

  private static final Set<String> READ = Set.of(".yaml", ".yml", ".properties");

  /**
   * @throws NoSuchFileException if a path does not exist
   */
  public List<SourceFile> read(Collection<Path> paths) throws IOException {
    Set<Path> asked = new TreeSet<>();
    Set<Path> beside = new TreeSet<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        asked.addAll(filesIn(path, ""));
      } else if (Files.exists(path)) {
        asked.add(path);
        Path folder = path.toAbsolutePath().getParent();
        Path shown = path.getParent() == null ? Path.of("") : path.getParent();
        filesIn(folder, ".camel.yaml")
            .forEach(file -> beside.add(shown.resolve(file.getFileName())));
      } else {
        throw new NoSuchFileException(path.toString());
      }
    }
    beside.removeAll(asked);
    List<SourceFile> files = new ArrayList<>();
    // The other files come first: if two things share a name, the finding is then in the file that
    // lint was asked to check.
    beside.forEach(file -> files.add(new SourceFile(file, text(file), false)));
    asked.forEach(file -> files.add(new SourceFile(file, text(file), true)));
    return files;
  }

  private static List<Path> filesIn(Path folder, String suffix) throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.filter(Files::isRegularFile)
          .filter(file -> READ.stream().anyMatch(file.toString()::endsWith))
          .filter(file -> file.toString().endsWith(suffix))
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (MalformedInputException e) {
      throw new UncheckedIOException(file + " is not UTF-8 text", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + file, e);
    }
  }
}
