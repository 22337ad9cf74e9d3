package dev.caravan.web;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.caravan.queue.deadletters.Redrive;
import dev.caravan.queue.deadletters.Selection;
import dev.caravan.words.KnownWords;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;

/** Reads requests about dead letters, as strictly as {@link Requests} reads prompts. */
public final class DeadLetterRequests {

  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;
  private static final List<String> FIELDS = List.of("reason", "ids", "limit", "dryRun");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * {@code GET /dead-letters?limit=&text=}: the number of letters, 1 to 100. The variable {@code
   * _showText} is true if the caller wants the prompts' text.
   */
  public int limit(Exchange exchange) {
    Map<String, String> query = Query.of(exchange, Set.of("limit", "text"));
    String text = query.getOrDefault("text", "false");
    if (!text.equals("true") && !text.equals("false")) {
      throw HttpProblem.badRequest("\"text\" must be true or false.");
    }
    exchange.setVariable("_showText", text.equals("true"));
    String limit = query.get("limit");
    if (limit == null) {
      return DEFAULT_LIMIT;
    }
    if (!limit.matches("\\d{1,3}")
        || Integer.parseInt(limit) < 1
        || Integer.parseInt(limit) > MAX_LIMIT) {
      throw HttpProblem.badRequest("\"limit\" must be a whole number from 1 to " + MAX_LIMIT + ".");
    }
    return Integer.parseInt(limit);
  }

  /** Makes a selection of a reason, ids and a limit, or says what is wrong with them. */
  private interface Selecting {
    Selection of(String reason, List<String> ids, Integer limit);
  }

  /** {@code POST /dead-letters/redrive}: the body {@code {}} selects all letters. */
  public Redrive.Order redrive(Exchange exchange) {
    return order(exchange, Selection::of);
  }

  /** {@code POST /dead-letters/discard}: the body must contain a reason or ids. */
  public Redrive.Order discard(Exchange exchange) {
    return order(exchange, Selection::toDiscard);
  }

  private static Redrive.Order order(Exchange exchange, Selecting selecting) {
    Query.of(exchange, Set.of());
    JsonNode object = object(exchange);
    object.fieldNames().forEachRemaining(DeadLetterRequests::requireKnown);
    try {
      return new Redrive.Order(
          selecting.of(text(object, "reason"), texts(object, "ids"), count(object, "limit")),
          flag(object, "dryRun"));
    } catch (IllegalArgumentException e) {
      throw HttpProblem.badRequest(e.getMessage());
    }
  }

  private static JsonNode object(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    try {
      JsonNode read =
          body instanceof Buffer buffer ? JSON.readTree(buffer.getBytes()) : JSON.missingNode();
      if (read.isObject()) {
        return read;
      }
    } catch (IOException e) {
      // The answer below is the same as for JSON that is not an object.
    }
    throw HttpProblem.badRequest(
        "The body is not a JSON object. Send {\"reason\": \"CONTENT_BLOCKED\"}, or {} for all.");
  }

  private static void requireKnown(String name) {
    if (!FIELDS.contains(name)) {
      String shown = name.length() > 40 ? name.substring(0, 40) + "…" : name;
      throw HttpProblem.badRequest(
          "Unknown field \"%s\". %s"
              .formatted(shown.replaceAll("\\p{Cntrl}", "?"), new KnownWords(FIELDS).hint(name)));
    }
  }

  private static String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    require(value.isMissingNode() || value.isNull() || value.isTextual(), name, "a string");
    return value.textValue();
  }

  private static List<String> texts(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    // An empty list looks like "none" but would select all letters.
    require(value.isArray() && !value.isEmpty(), name, "a list with at least one id");
    List<String> texts = new ArrayList<>();
    for (JsonNode one : value) {
      require(one.isTextual(), name, "a list of strings");
      texts.add(one.textValue());
    }
    return texts;
  }

  private static Integer count(JsonNode object, String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    require(value.isInt() && value.intValue() > 0, name, "a whole number of at least 1");
    return value.intValue();
  }

  private static boolean flag(JsonNode object, String name) {
    JsonNode value = object.path(name);
    require(value.isMissingNode() || value.isBoolean(), name, "true or false");
    return value.booleanValue();
  }

  private static void require(boolean right, String name, String what) {
    if (!right) {
      throw HttpProblem.badRequest("\"%s\" must be %s.".formatted(name, what));
    }
  }
}
