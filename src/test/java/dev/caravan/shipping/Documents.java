package dev.caravan.shipping;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The project's files as text, for tests that check that the files agree with each other. */
final class Documents {

  private Documents() {}

  static String text(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The contents of all files in one folder with this ending, joined by line breaks. */
  static String texts(String folder, String ending) {
    return files(folder, 1, ending).stream()
        .map(file -> text(file.toString()))
        .collect(Collectors.joining("\n"));
  }

  static List<Path> files(String folder, int depth, String ending) {
    try (Stream<Path> found = Files.walk(Path.of(folder), depth)) {
      return found.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every match of the pattern's first group. */
  static Set<String> all(String text, String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Every environment variable that the documentation lists. */
  static Set<String> settings() {
    return all(text("docs/configuration.md"), "^\\| `([A-Z][A-Z0-9_]+)`");
  }
}
