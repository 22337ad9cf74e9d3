package dev.caravan.routes.delivery;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Temporary folders, one for each downloaded set, because Camel and lint read routes from files.
 */
final class SetFolders {

  private static final String PREFIX = "caravan-routes";

  private final Path usual;
  private final Path inMemory;
  private final Map<String, Path> folders = new LinkedHashMap<>();
  private Path all;

  SetFolders() {
    this(Path.of(System.getProperty("java.io.tmpdir")), Path.of("/dev/shm"));
  }

  /**
   * @param inMemory used if {@code usual} can't be written
   */
  SetFolders(Path usual, Path inMemory) {
    this.usual = usual;
    this.inMemory = inMemory;
  }

  /**
   * The folder with this set; written if it does not exist.
   *
   * @throws InvalidSetException if no folder can be written
   */
  Path folder(RouteSet set) throws InvalidSetException {
    String hash = set.hash();
    Path written = find(hash);
    if (written == null) {
      written = write(set, hash);
      folders.put(hash, written);
    }
    return written;
  }

  /** The folder with the set of this hash; null if it was not written. */
  Path find(String hash) {
    Path folder = folders.get(hash);
    // Some systems clean their temporary folder.
    return folder != null && Files.isDirectory(folder) ? folder : null;
  }

  private Path write(RouteSet set, String hash) throws InvalidSetException {
    try {
      if (all == null || !Files.isDirectory(all)) {
        all = temporary();
      }
      Path folder = Files.createTempDirectory(all, Activation.shortened(hash) + "-");
      set.writeTo(folder);
      return folder;
    } catch (IOException e) {
      throw new InvalidSetException(
          "The set can't be written to a temporary folder (%s). Mount a writable /tmp."
              .formatted(e));
    }
  }

  /** In a container with a read-only file system, only the memory file system can be written. */
  private Path temporary() throws IOException {
    try {
      return Files.createTempDirectory(usual, PREFIX);
    } catch (IOException e) {
      return Files.createTempDirectory(inMemory, PREFIX);
    }
  }

  /** Deletes all folders but these. */
  void keepOnly(Set<String> hashes) {
    folders.entrySet().stream()
        .filter(entry -> !hashes.contains(entry.getKey()))
        .forEach(entry -> delete(entry.getValue()));
    folders.keySet().retainAll(hashes);
  }

  void deleteAll() {
    if (all != null) {
      delete(all);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      // It is a temporary folder; the system deletes it eventually.
    }
  }
}
