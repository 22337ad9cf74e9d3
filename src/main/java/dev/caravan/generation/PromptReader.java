package dev.caravan.generation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the JSON object of {@code POST /generate}, or a queue message that contains that object or
 * plain text. It refuses unknown fields, repeated fields and values of the wrong type, because a
 * model call costs money.
 */
public final class PromptReader {

  /** One request; {@code id} is null unless the entrance accepts one. */
  public record Request(Optional<String> id, Prompt prompt) {}

  private static final Set<String> FIELDS =
      Set.of("prompt", "model", "aspectRatio", "seed", "negativePrompt", "metadata", "system");

  private static final int MAX_METADATA = 16;
  private static final int MAX_METADATA_NAME = 64;
  private static final int MAX_METADATA_VALUE = 512;

  private final PromptText text;

  /**
   * @param maxCharacters the longest prompt that any model accepts, in Unicode code points
   */
  public PromptReader(int maxCharacters) {
    this.text = new PromptText(maxCharacters);
  }

  /** Reads the body of {@code POST /generate}: a JSON object in UTF-8, without nulls. */
  public Prompt fromHttp(byte[] body) {
    String json = body == null ? "" : MessageBody.bare(decode(body));
    if (new UnicodeText(json).isBlank()) {
      throw InvalidPromptException.malformed(
          "The body is empty; send a JSON object such as " + PromptJson.EXAMPLE + ".");
    }
    JsonNode object = new PromptJson(json).read();
    if (!object.isObject()) {
      throw InvalidPromptException.malformed(
          "The body is a JSON "
              + PromptJson.type(object)
              + "; send an object such as "
              + PromptJson.EXAMPLE
              + ".");
    }
    Prompt prompt = read(object, false).prompt();
    FIELDS.stream().filter(name -> object.path(name).isNull()).forEach(PromptReader::refuseNull);
    return prompt;
  }

  /**
   * Reads a queue message: the JSON object with an optional {@code id}, or the prompt's text, by
   * itself or in an envelope of SNS or EventBridge.
   */
  public Request fromMessage(String body) {
    MessageBody inner = MessageBody.of(body);
    if (inner.object().isEmpty()) {
      return new Request(inner.id(), Prompt.of(text.check("prompt", inner.text())));
    }
    Request request = read(inner.object().get(), true);
    return new Request(request.id().or(inner::id), request.prompt());
  }

  /** The id in a message that can't be used, so that its sender can look up why. */
  public Optional<String> idIn(String body) {
    try {
      MessageBody inner = MessageBody.of(body);
      return inner.object().flatMap(PromptReader::id).or(inner::id);
    } catch (InvalidPromptException e) {
      return Optional.empty();
    }
  }

  /** The id of the object, if it is one that a generation can have. */
  static Optional<String> id(JsonNode object) {
    return Optional.ofNullable(object.path("id").textValue()).filter(GenerationId::isValid);
  }

  private Request read(JsonNode object, boolean takesId) {
    object.fieldNames().forEachRemaining(name -> refuseUnknown(name, takesId));
    if (!object.has("prompt")) {
      throw InvalidPromptException.malformed(
          "There is no \"prompt\"; send an object such as " + PromptJson.EXAMPLE + ".");
    }
    Prompt prompt =
        new Prompt(
            refuseRequest(text.check("prompt", string(object, "prompt"))),
            string(object, "model"),
            string(object, "aspectRatio"),
            seed(object),
            words(object, "negativePrompt"),
            metadata(object),
            words(object, "system"));
    return new Request(Optional.ofNullable(string(object, "id")), prompt);
  }

  /** A client that encodes its request twice would pay for an image of JSON. */
  private static String refuseRequest(String prompt) {
    if (new PromptJson(new UnicodeText(prompt).stripped()).isRequest()) {
      throw InvalidPromptException.unusable(
          "\"prompt\" contains a JSON object that has a \"prompt\" itself; send only its text.");
    }
    return prompt;
  }

  private static String decode(byte[] body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw InvalidPromptException.malformed("The body is not UTF-8; send JSON in UTF-8.");
    }
  }

  /** The API's schema has no null; a queue message may have it, because many libraries write it. */
  private static void refuseNull(String name) {
    throw InvalidPromptException.unusable(
        quoted(name) + " is a JSON null; omit it to have the default.");
  }

  private static void refuseUnknown(String name, boolean takesId) {
    if (FIELDS.contains(name) || takesId && name.equals("id")) {
      return;
    }
    String folded = fold(name);
    String nearest =
        FIELDS.stream()
            .filter(known -> fold(known).equals(folded))
            .map(known -> "; did you mean \"" + known + "\"?")
            .findFirst()
            .orElse(
                "; known are prompt, model, aspectRatio, seed, negativePrompt, metadata and system.");
    throw InvalidPromptException.quoting("There is an unknown field %s" + nearest, quoted(name));
  }

  private static String fold(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(java.util.Locale.ROOT);
  }

  private static String string(JsonNode object, String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw wrongType(name, value, "a string");
    }
    return value.textValue();
  }

  private static Long seed(JsonNode object) {
    JsonNode value = object.get("seed");
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isNumber()) {
      throw wrongType("seed", value, "a whole number");
    }
    try {
      return value.decimalValue().longValueExact();
    } catch (ArithmeticException e) {
      throw wrongType("seed", value, "a whole number");
    }
  }

  private String words(JsonNode object, String name) {
    String value = string(object, name);
    return value == null ? null : text.check(name, value);
  }

  private Map<String, String> metadata(JsonNode object) {
    JsonNode value = object.get("metadata");
    if (value == null || value.isNull()) {
      return null;
    }
    if (!value.isObject()) {
      throw wrongType("metadata", value, "an object of strings");
    }
    if (value.size() > MAX_METADATA) {
      throw InvalidPromptException.unusable(
          "\"metadata\" has " + value.size() + " entries; at most " + MAX_METADATA + " are kept.");
    }
    Map<String, String> read = new LinkedHashMap<>();
    value.fieldNames().forEachRemaining(name -> read.put(name, metadataValue(value, name)));
    return read;
  }

  private static String metadataValue(JsonNode metadata, String name) {
    JsonNode found = metadata.get(name);
    int length = characters(name);
    if (name.isBlank() || length > MAX_METADATA_NAME) {
      throw InvalidPromptException.unusable(
          "A name in \"metadata\" has " + length + " characters; it may have 1 to 64.");
    }
    if (!found.isNull() && !found.isTextual()) {
      throw InvalidPromptException.quoting(
          "%s in \"metadata\" is a JSON " + PromptJson.type(found) + "; it must be a string.",
          quoted(name));
    }
    String value = found.textValue();
    if (value == null || characters(value) > MAX_METADATA_VALUE) {
      throw InvalidPromptException.unusable(
          "\"metadata\" has a value that is null or longer than 512 characters.");
    }
    PromptText.refuseControls("metadata", name);
    PromptText.refuseControls("metadata", value);
    return value;
  }

  /** In Unicode code points, as JSON Schema counts. */
  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }

  private static InvalidPromptException wrongType(String name, JsonNode value, String right) {
    return InvalidPromptException.unusable(
        quoted(name) + " is a JSON " + PromptJson.type(value) + "; it must be " + right + ".");
  }

  private static String quoted(String name) {
    // The name is shown in answers, records and SQS messages.
    StringBuilder shown = new StringBuilder();
    name.codePoints()
        .limit(40)
        .map(at -> Character.isDefined(at) && !Character.isISOControl(at) && at < 0xFFFE ? at : '?')
        .map(at -> Character.getType(at) == Character.SURROGATE ? '?' : at)
        .forEach(shown::appendCodePoint);
    return '"' + (shown.length() < name.length() ? shown + "…" : shown.toString()) + '"';
  }
}
