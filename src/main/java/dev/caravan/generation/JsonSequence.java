package dev.caravan.generation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;

/**
 * Text that may be several JSON values instead of one: a value on each line, or objects and arrays
 * one after another, with or without commas between them. Other values on one line may be prose,
 * such as {@code "LOVE" "HATE"} and {@code 3, 2, 1}.
 */
record JsonSequence(String text) {

  /** Reads one value and leaves the next ones. */
  private static final JsonMapper FIRST = JsonMapper.builder().build();

  private static final JsonMapper ONLY =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final String COMMA_AT_END = ",\\s*$";

  /** Whether the whole text is at least two JSON values. */
  boolean isFound() {
    if (!new PromptJson(text).hasStart()) {
      return false;
    }
    return areLines() || areContainers() || areListed();
  }

  private boolean areLines() {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    return lines.size() > 1
        && lines.stream().map(line -> line.replaceFirst(COMMA_AT_END, "")).allMatch(this::isOne);
  }

  private boolean isOne(String line) {
    try {
      return !ONLY.readTree(line).isMissingNode();
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  private boolean areContainers() {
    try (JsonParser parser = FIRST.createParser(text)) {
      int values = 0;
      while (parser.nextToken() != null) {
        JsonNode value = FIRST.readTree(parser);
        if (!value.isContainerNode()) {
          return false;
        }
        values++;
      }
      return values > 1;
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }

  /** The elements of an array without its brackets. */
  private boolean areListed() {
    try {
      JsonNode array = ONLY.readTree("[" + text.replaceFirst(COMMA_AT_END, "") + "]");
      boolean containers = true;
      for (JsonNode value : array) {
        containers &= value.isContainerNode();
      }
      return containers && array.size() > 1;
    } catch (IOException | NumberFormatException e) {
      return false;
    }
  }
}
