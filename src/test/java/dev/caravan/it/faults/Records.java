package dev.caravan.it.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The records of a bucket, by the texts of their prompts: callers without keys have no id. */
final class Records {

  private final Map<String, List<JsonNode>> byText;

  /**
   * @param bucket its folder
   */
  Records(Path bucket) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> all = new ArrayList<>();
    Path folder = bucket.resolve("generations");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
          all.add(json.readTree(Files.readAllBytes(file)));
        }
      }
    }
    byText =
        all.stream().collect(Collectors.groupingBy(record -> record.at("/prompt/text").asText()));
  }

  List<JsonNode> of(Entry entry) {
    return byText.getOrDefault(entry.text(), List.of());
  }

  /** True if nobody has to work on any record of this prompt any more. */
  boolean haveEnded(Entry entry) {
    return of(entry).stream()
        .allMatch(record -> record.path("state").asText().matches("done|failed"));
  }
}
