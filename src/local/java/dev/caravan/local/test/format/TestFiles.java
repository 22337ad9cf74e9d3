package dev.caravan.local.test.format;

import dev.caravan.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds test files, and the placeholders of the routes under test. */
public final class TestFiles {

  private static final String ENDING = ".test.yaml";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([A-Za-z0-9_.-]+)");

  private final Path routes;

  public TestFiles(Path routes) {
    this.routes = routes;
  }

  /**
   * The given files and the test files in the given folders, sorted by name.
   *
   * @param paths if empty, {@code tests} in the routes folder
   * @throws CommandFailedException if there is no test file
   */
  public List<Path> find(List<Path> paths) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path path : paths.isEmpty() ? List.of(routes.resolve("tests")) : paths) {
      if (Files.isDirectory(path)) {
        found.addAll(below(path));
      } else if (Files.isReadable(path)) {
        found.add(path);
      } else {
        throw CommandFailedException.misconfigured(
            "There is no " + path + "; give files, or folders with *" + ENDING + ".");
      }
    }
    if (found.isEmpty()) {
      throw CommandFailedException.misconfigured(
          "There is no *"
              + ENDING
              + " in "
              + paths
              + "; docs/route-tests.md shows how to write one.");
    }
    return found.stream().distinct().toList();
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> path.getFileName().toString().endsWith(ENDING)).sorted().toList();
    }
  }

  /** The names in all placeholders of the routes, {@code {{name}}}. */
  public Set<String> placeholders() throws IOException {
    Set<String> names = new TreeSet<>();
    if (!Files.isDirectory(routes)) {
      return names;
    }
    try (Stream<Path> files = Files.list(routes)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".camel.yaml")).toList()) {
        Matcher found = PLACEHOLDER.matcher(Files.readString(file));
        while (found.find()) {
          names.add(found.group(1));
        }
      }
    }
    return names;
  }
}
