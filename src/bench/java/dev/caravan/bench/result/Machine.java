package dev.caravan.bench.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Where and how the figures were measured.
 *
 * @param memory bytes; 0 if unknown
 * @param command as it was given
 */
public record Machine(
    String date,
    String processor,
    int cores,
    long memory,
    String system,
    String java,
    List<String> flags,
    String command) {

  /**
   * @param java the JDK's folder
   */
  public static Machine here(Path java, List<String> flags, String command) {
    return new Machine(
        LocalDate.now(ZoneOffset.UTC).toString(),
        after("/proc/cpuinfo", "model name", System.getProperty("os.arch")),
        Runtime.getRuntime().availableProcessors(),
        Long.parseLong(after("/proc/meminfo", "MemTotal", "0").replaceAll("[^0-9]", "")) * 1024,
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        version(java),
        flags,
        command);
  }

  /** The JDK's version from its own files, such as {@code 25.0.3}. */
  public static String version(Path java) {
    return after(java.resolve("release").toString(), "JAVA_VERSION", "unknown").replace("\"", "");
  }

  private static String after(String file, String name, String otherwise) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .filter(line -> line.startsWith(name))
          .map(line -> line.replaceFirst("^[^:=]*[:=]\\s*", "").trim())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }
}
