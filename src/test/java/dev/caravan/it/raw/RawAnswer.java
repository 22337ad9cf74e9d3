package dev.caravan.it.raw;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer as it was on the wire.
 *
 * @param phrase of the status line
 * @param lines of the headers, {@code name: value}
 */
public record RawAnswer(int status, String phrase, List<String> lines, byte[] body) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static RawAnswer of(String head) {
    List<String> lines = new ArrayList<>(List.of(head.split("\r\n")));
    String first = lines.remove(0);
    if (!first.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
      throw new AssertionError("not a status line: " + first);
    }
    return new RawAnswer(
        Integer.parseInt(first.substring(9, 12)), first.substring(12).strip(), lines, new byte[0]);
  }

  RawAnswer with(byte[] body) {
    return new RawAnswer(status, phrase, lines, body);
  }

  /** The value of the first header of this name; null if there is none. */
  public String header(String name) {
    return lines.stream()
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse(null);
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + text(), e);
    }
  }

  @Override
  public String toString() {
    return status + " " + lines + " " + text();
  }
}
