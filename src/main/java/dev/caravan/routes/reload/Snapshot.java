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
 * The files of the routes at one moment. They are compared by content, because a bind mount reports
 * no changes, and in a Kubernetes ConfigMap only a link changes.
 *
 * @param files their texts by file name; a catalogue outside the folder has its full path as its
 *     name
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
      // The folder is missing. Later snapshots show whether it comes back.
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
      // Deleted after the folder was listed.
    } catch (IOException e) {
      // The file exists but is unreadable. Lint reports that when it reads the file.
      files.put(name, e.toString());
    }
  }

  /** True if a file of the other snapshot is missing in this one. */
  boolean lacksAnyOf(Snapshot other) {
    return !files.keySet().containsAll(other.files.keySet());
  }

  /**
   * The names of the route files that are empty here and were not in the other snapshot. An editor
   * empties a file before it writes the new text, and a full disk leaves it empty.
   */
  List<String> emptiedSince(Snapshot other) {
    return files.keySet().stream()
        .filter(name -> name.endsWith(".camel.yaml"))
        .filter(name -> isEmpty(text(name)) && !isEmpty(other.text(name)))
        .toList();
  }

  private static boolean isEmpty(String text) {
    return text.replace("\uFEFF", "").isBlank();
  }

  String text(String name) {
    return files.getOrDefault(name, "");
  }
}
