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
 * Finds the files to look at. A folder stands for the files in it that the service could read; a
 * file is read together with the route files beside it, whose beans and routes it may name.
 */
public final class SourceReader {

  private static final Set<String> READ = Set.of(".yaml", ".yml", ".properties");

  /**
   * @throws NoSuchFileException where a path names nothing
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
    // What is beside comes first, so that of two things with one name the one asked about is wrong.
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
