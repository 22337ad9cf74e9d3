package dev.caravan.routes.reload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files that make the routes, as they were at one moment. They are compared by what is in them:
 * a bind mount tells of no change, and in a Kubernetes ConfigMap nothing changes but a link.
 *
 * @param files their text by name; a catalogue that lies elsewhere has its whole path
 */
record Snapshot(SortedMap<String, String> files) {

  private static final List<String> READ = List.of(".yaml", ".yml", ".properties");

  /**
   * @param catalogue the model catalogue, in the folder or elsewhere
   */
  static Snapshot read(Path folder, Path catalogue) {
    SortedMap<String, String> files = new TreeMap<>();
    try (Stream<Path> list = Files.list(folder)) {
      list.filter(Snapshot::isRead).forEach(file -> add(file, file.getFileName() + "", files));
    } catch (IOException e) {
      // Gone for a moment, or for good; which of the two shows in the next ones.
    }
    if (!isIn(folder, catalogue)) {
      add(catalogue, catalogue.toString(), files);
    }
    return new Snapshot(files);
  }

  static boolean isIn(Path folder, Path file) {
    Path of = file.toAbsolutePath().normalize().getParent();
    return folder.toAbsolutePath().normalize().equals(of);
  }

  private static boolean isRead(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".") && READ.stream().anyMatch(name::endsWith);
  }

  private static void add(Path file, String name, Map<String, String> files) {
    if (Files.isDirectory(file)) {
      return;
    }
    try {
      files.put(name, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      // Deleted between the listing and the reading.
    } catch (IOException e) {
      // There, and to be found wrong by whoever reads it next.
      files.put(name, e.toString());
    }
  }

  /** True where a file of the other is not there. */
  boolean lacksAnyOf(Snapshot other) {
    return !files.keySet().containsAll(other.files.keySet());
  }

  String text(String name) {
    return files.getOrDefault(name, "");
  }
}
