package dev.caravan.it.faults.single;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The objects of a site's bucket at one moment. */
final class Bucket {

  private final ObjectMapper json = new ObjectMapper();
  private final Path folder;
  private final List<JsonNode> records;
  private final List<Path> results = new ArrayList<>();
  private final List<String> index;

  Bucket(Path folder) throws IOException {
    this.folder = folder;
    this.records = new ArrayList<>();
    for (Path record : files("generations")) {
      if (record.toString().endsWith(".json")) {
        JsonNode read = read(record);
        if (read != null) {
          records.add(read);
        }
      }
    }
    results.addAll(files("images"));
    results.addAll(files("texts"));
    index = files("index").stream().map(path -> path.getFileName().toString()).toList();
  }

  /** Null if the file is being replaced at this moment. */
  private JsonNode read(Path record) {
    try {
      JsonNode read = json.readTree(Files.readAllBytes(record));
      return read.isObject() ? read : null;
    } catch (IOException e) {
      return null;
    }
  }

  private List<Path> files(String under) throws IOException {
    Path at = folder.resolve(under);
    if (!Files.isDirectory(at)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(at)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  List<JsonNode> recordsOf(String word) {
    return records.stream().filter(record -> record.toString().contains(word)).toList();
  }

  /** The names of the index entries of a generation. */
  List<String> entriesOf(String id) {
    return index.stream().filter(name -> name.substring(name.indexOf('-') + 1).equals(id)).toList();
  }

  /** The results that are stored for a generation. */
  List<Path> resultsOf(String id) {
    return results.stream()
        .filter(path -> path.getFileName().toString().replaceAll("\\.\\w+$", "").equals(id))
        .toList();
  }

  /** True if the record's result is the stored object, byte for byte. */
  boolean isStored(JsonNode record) throws IOException {
    Path object = folder.resolve(record.at("/result/key").asText("none"));
    if (!Files.isRegularFile(object)) {
      return false;
    }
    byte[] bytes = Files.readAllBytes(object);
    return bytes.length == record.at("/result/bytes").asLong()
        && sha256(bytes).equals(record.at("/result/sha256").asText());
  }

  String text(JsonNode record) throws IOException {
    return Files.readString(folder.resolve(record.at("/result/key").asText()));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
