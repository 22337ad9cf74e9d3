package dev.caravan.generation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Text that is or may be the JSON of a prompt. No error message repeats the text. */
record PromptJson(String text) {

  static final String EXAMPLE = "{\"prompt\": \"a mountain lake\"}";

  private static final String NUMBER = "Number";

  /**
   * How Jackson's messages begin. It throws a NumberFormatException if an exponent is larger than
   * Java can express.
   */
  private static final Map<String, String> LIMITS =
      Map.of(
          "Document nesting",
          "more than 1,000 levels",
          NUMBER,
          "a number of more than 1,000 digits, or with a huge exponent",
          "Name",
          "a field name of more than 50,000 characters");

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // A seed of 1.0 is a whole number, and no digit of a large one may get lost.
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final String STARTS = "{[\"-0123456789";
  private static final List<String> WORDS = List.of("true", "false", "null");

  private static final JsonMapper LENIENT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * Reads the text, which must be JSON.
   *
   * @throws InvalidPromptException with the position if it is not, or if a field occurs twice
   */
  JsonNode read() {
    try {
      return STRICT.readTree(text);
    } catch (StreamConstraintsException e) {
      throw beyond(e.getOriginalMessage());
    } catch (JsonProcessingException e) {
      // Jackson's own message quotes the body, so only the position is used.
      String place =
          e.getLocation() == null
              ? ""
              : " at line "
                  + e.getLocation().getLineNr()
                  + ", column "
                  + e.getLocation().getColumnNr();
      String what =
          e.getOriginalMessage().startsWith("Duplicate field")
              ? "The JSON contains the same field twice"
              : "The body is not valid JSON";
      throw InvalidPromptException.malformed(
          what + place + "; send an object such as " + EXAMPLE + ".");
    } catch (NumberFormatException e) {
      throw beyond(NUMBER);
    }
  }

  /**
   * The JSON value that the whole text is; empty for other text.
   *
   * @throws InvalidPromptException if the JSON is deeper or has longer numbers than can be read
   */
  Optional<JsonNode> find() {
    if (!hasStart()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LENIENT.readTree(text)).filter(value -> !value.isMissingNode());
    } catch (StreamConstraintsException e) {
      throw beyond(e.getOriginalMessage());
    } catch (NumberFormatException e) {
      throw beyond(NUMBER);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether the text begins as some JSON value does. Most prompts do not, and the exception of a
   * parser costs more than all else that is done to read a prompt.
   */
  boolean hasStart() {
    return !text.isEmpty() && STARTS.indexOf(text.charAt(0)) >= 0
        || WORDS.stream().anyMatch(text::startsWith);
  }

  /** Whether the text is an object with a prompt, or a JSON string of such an object. */
  boolean isRequest() {
    if (!hasStart()) {
      return false;
    }
    try {
      JsonNode value = LENIENT.readTree(text);
      return value.isTextual()
          ? new PromptJson(new UnicodeText(value.textValue()).stripped()).isRequest()
          : value.isObject() && value.has("prompt");
    } catch (JsonProcessingException | NumberFormatException e) {
      return false;
    }
  }

  /**
   * @param limit the limit of Jackson that the text exceeds, as Jackson's message begins
   */
  private static InvalidPromptException beyond(String limit) {
    String what =
        LIMITS.entrySet().stream()
            .filter(known -> limit.startsWith(known.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse("a value that is too long");
    return InvalidPromptException.malformed(
        "The body is JSON with %s; send an object such as %s.".formatted(what, EXAMPLE));
  }

  /** {@code array}, {@code string}, {@code number} and so on. */
  static String type(JsonNode value) {
    return value.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
