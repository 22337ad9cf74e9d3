package dev.caravan.routes.delivery;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.generation.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * All files of a routes folder together: routes, models and tests. Its hash is that of the list
 * that {@code sha256sum} prints for its files in alphabetical order, so anyone can compute it.
 */
public final class RouteSet {

  /** The largest total size of the files in bytes, 1 MiB. The shipped set has a tenth of it. */
  static final int MOST_BYTES = 1_048_576;

  static final int MOST_FILES = 200;

  /**
   * The largest stored form in bytes. JSON writes each quote and line break with two characters.
   */
  static final int MOST_JSON_BYTES = 2 * MOST_BYTES;

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  /** Relative, at most three folders deep, and without dots at the start of a part. */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}){0,3}");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SortedMap<String, String> files;

  private RouteSet(SortedMap<String, String> files) {
    this.files = files;
  }

  /**
   * @param files their texts by name; a name is relative and uses {@code /}
   * @throws InvalidSetException if a name is not allowed, the files are too large, or none is a
   *     route file
   */
  public static RouteSet of(Map<String, String> files) throws InvalidSetException {
    Map<String, String> byLowerCase = new HashMap<>();
    long bytes = 0;
    for (Map.Entry<String, String> file : files.entrySet()) {
      String name = file.getKey();
      if (!NAME.matcher(name).matches()) {
        throw new InvalidSetException(
            "The file name \"%s\" can't be in a route set. Use letters, digits, . _ and -, and at most three folders."
                .formatted(name));
      }
      String other = byLowerCase.put(name.toLowerCase(Locale.ROOT), name);
      if (other != null) {
        throw new InvalidSetException(
            "The files %s and %s differ only in case. Rename one of them.".formatted(other, name));
      }
      bytes += file.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    if (files.size() > MOST_FILES || bytes > MOST_BYTES) {
      throw new InvalidSetException(
          "The route set has %d files with %d bytes; at most %d files with %d bytes are allowed."
              .formatted(files.size(), bytes, MOST_FILES, MOST_BYTES));
    }
    if (files.keySet().stream().noneMatch(name -> name.endsWith(".camel.yaml"))) {
      throw new InvalidSetException("There is no *.camel.yaml among the files.");
    }
    return new RouteSet(Collections.unmodifiableSortedMap(new TreeMap<>(files)));
  }

  /**
   * Reads a folder with its subfolders. Leaves out hidden files and the backups of editors, whose
   * names end with {@code ~}.
   *
   * @throws InvalidSetException as {@link #of}, for a file that is not UTF-8 text, and for a link
   *     that does not lead to a file in the folder
   */
  public static RouteSet read(Path folder) throws IOException, InvalidSetException {
    Map<String, byte[]> found = new TreeMap<>();
    Path inside = folder.toRealPath();
    List<String> links = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
            return !at.equals(folder) && isHidden(at)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (isHidden(file) || file.toString().endsWith("~")) {
              return FileVisitResult.CONTINUE;
            }
            String name = folder.relativize(file).toString().replace('\\', '/');
            // In a Kubernetes ConfigMap the files are links to files in a hidden folder of it.
            if (attributes.isSymbolicLink() && !leadsToFile(file, inside)) {
              links.add(name);
            } else if (Files.isRegularFile(file)) {
              found.put(name, bytes(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    if (!links.isEmpty()) {
      throw new InvalidSetException(
          "%s is a link that does not lead to a file in the folder. Put a copy in its place."
              .formatted(links.get(0)));
    }
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : found.entrySet()) {
      texts.put(file.getKey(), text(file.getKey(), file.getValue()));
    }
    return of(texts);
  }

  private static boolean leadsToFile(Path link, Path folder) throws IOException {
    return Files.isRegularFile(link) && link.toRealPath().startsWith(folder);
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  /** At most one byte more than a set may have, so that a huge file is not read completely. */
  private static byte[] bytes(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES + 1);
    }
  }

  private static String text(String name, byte[] bytes) throws InvalidSetException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidSetException(
          bytes.length > MOST_BYTES
              ? "%s is larger than %d bytes.".formatted(name, MOST_BYTES)
              : name + " is not UTF-8 text. A route set contains only text files.");
    }
  }

  /**
   * The set in its stored form.
   *
   * @throws InvalidSetException if this is no set, or that of another hash
   */
  static RouteSet parse(String hash, byte[] json) throws InvalidSetException {
    Map<String, String> files = new TreeMap<>();
    try {
      for (Map.Entry<String, JsonNode> file : JSON.readTree(json).path("files").properties()) {
        files.put(file.getKey(), file.getValue().asText());
      }
    } catch (JacksonException e) {
      throw new InvalidSetException("The stored set is not JSON.");
    } catch (IOException e) {
      throw new IllegalStateException("Bytes in memory can be read.", e);
    }
    RouteSet set = of(files);
    if (!set.hash().equals(hash)) {
      throw new InvalidSetException(
          "The stored set is damaged: its contents have the hash %s. Push its files again."
              .formatted(set.hash()));
    }
    return set;
  }

  /** Whether the text has the form of a hash: 64 lower-case hex digits. */
  static boolean isHash(String text) {
    return HASH.matcher(text).matches();
  }

  /** The texts by name, in alphabetical order. */
  public SortedMap<String, String> files() {
    return files;
  }

  /** SHA-256 of the list of all files: 64 lower-case hex digits. */
  public String hash() {
    StringBuilder list = new StringBuilder();
    files.forEach(
        (name, text) -> list.append(Sha256.of(text).hex()).append("  ").append(name).append('\n'));
    return Sha256.of(list.toString()).hex();
  }

  /**
   * The stored form: {@code {"files":{"queue.camel.yaml":"- route: …",…}}}.
   *
   * @throws InvalidSetException if it is too large
   */
  byte[] toJson() throws InvalidSetException {
    ObjectNode body = JSON.createObjectNode();
    files.forEach(body.putObject("files")::put);
    byte[] json = body.toString().getBytes(StandardCharsets.UTF_8);
    if (json.length > MOST_JSON_BYTES) {
      throw new InvalidSetException(
          "The stored form of the route set has %d bytes; at most %d are allowed."
              .formatted(json.length, MOST_JSON_BYTES));
    }
    return json;
  }

  /** Writes all files into an empty folder. */
  void writeTo(Path folder) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey()).normalize();
      if (!path.startsWith(folder.normalize())) {
        throw new IOException(file.getKey() + " is outside of " + folder);
      }
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
  }
}
