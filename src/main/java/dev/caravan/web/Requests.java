package dev.caravan.web;

import dev.caravan.callers.Token;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Result;
import dev.caravan.generation.Source;
import dev.caravan.logging.LogContext;
import dev.caravan.store.Keys;
import dev.caravan.store.Listing;
import dev.caravan.store.Records;
import dev.caravan.store.Search;
import dev.caravan.store.UnreadableRecordException;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * Reads HTTP requests. Camel stores a query parameter, a request header and a path parameter of the
 * same name in one header, so a caller could set one of them through another, with {@code ?Prefer=}
 * or {@code id:}. This class therefore reads only the path and the raw query, which callers can't
 * replace in this way, and the headers that the API names.
 */
public final class Requests {

  private static final int DEFAULT_LIMIT = 20;
  private static final int MAX_LIMIT = 100;

  private final PromptReader reader;
  private final Records records;
  private final Search search;
  private final BearerTokens tokens;
  private final LogContext logContext;
  private final Clock clock = Clock.systemUTC();

  public Requests(
      PromptReader reader,
      Records records,
      Search search,
      BearerTokens tokens,
      LogContext logContext) {
    this.logContext = logContext;
    this.tokens = tokens;
    this.reader = reader;
    this.records = records;
    this.search = search;
  }

  /** {@code POST /generate}. The variable {@code respondAsync} is true for an answer at once. */
  public Generation generation(Exchange exchange) {
    Query.of(exchange, Set.of());
    Message message = exchange.getMessage();
    requireJson(message);
    String key = single(message, "Idempotency-Key");
    boolean later = prefersAsync(message);
    exchange.setVariable("respondAsync", later);
    if (!later && hasLeft(message)) {
      throw HttpProblem.badRequest("The caller has left before its prompt began.");
    }
    Token token = tokens.caller(single(message, "Authorization")).orElse(null);
    Generation accepted =
        Generation.accepted(
                id(token, key), Source.HTTP, reader.fromHttp(body(message)), null, clock.instant())
            .from(token == null ? null : token.name());
    logContext.begin(accepted, exchange);
    return accepted;
  }

  /** True if the caller has closed its connection. */
  private static boolean hasLeft(Message message) {
    return message instanceof HttpMessage http
        && http.getResponse() != null
        && http.getResponse().closed();
  }

  /**
   * The same key of two callers names two generations.
   *
   * @param token of the caller; null if it has none
   * @param key null for an id that nobody else has
   */
  static GenerationId id(Token token, String key) {
    if (key == null) {
      return GenerationId.random();
    }
    try {
      return token == null
          ? GenerationId.fromIdempotencyKey(key)
          : GenerationId.fromIdempotencyKey(token.owner(), key);
    } catch (InvalidPromptException e) {
      // The header is wrong, not the prompt.
      throw HttpProblem.badRequest(e.getMessage());
    }
  }

  /** {@code GET /generations/{id}} and the paths below it. */
  public Generation find(Exchange exchange) {
    Query.of(exchange, Set.of());
    return found(exchange);
  }

  private Generation found(Exchange exchange) {
    try {
      return records.find(id(exchange)).orElseThrow(HttpProblem::noGeneration);
    } catch (UnreadableRecordException e) {
      throw HttpProblem.recordUnreadable(e.getMessage());
    }
  }

  /** The id in the path of a call for one generation; it may be no valid one. */
  static String id(Exchange exchange) {
    String path = exchange.getMessage().getHeader(Exchange.HTTP_PATH, String.class);
    String id = path.replaceFirst("/content$", "");
    return id.substring(id.lastIndexOf('/') + 1);
  }

  /**
   * {@code GET} or {@code HEAD /generations/{id}/content?width=}: the generation, if it has
   * content. Sets the variables {@code result}, {@code generation}, {@code _wanted} (which bytes to
   * send) and {@code _width} (of a small version of the picture; 0 for the content itself).
   */
  public Generation findContent(Exchange exchange) {
    int width = width(Query.of(exchange, Set.of("width")).get("width"));
    Generation generation = found(exchange);
    if (generation.isFailed() || generation.isCancelled()) {
      throw HttpProblem.notFound(
          "Generation %s has no content: it %s."
              .formatted(generation.id(), generation.isFailed() ? "failed" : "was cancelled"));
    }
    if (!generation.isDone()) {
      throw HttpProblem.inProgress(
          "Generation %s has no content yet: it is %s. Try again later."
              .formatted(generation.id(), generation.state().text()));
    }
    Result result = generation.result();
    int small = result.isImage() ? width : 0;
    exchange.setVariable("_width", small);
    // Conditions have no meaning if the answer is 410 (RFC 9110, section 13.2.1).
    exchange.setVariable(
        "_wanted",
        generation.isDeleted()
            ? Wanted.all(result.bytes())
            : wanted(exchange.getMessage(), result, small));
    exchange.setVariable("result", result);
    exchange.setVariable("generation", generation);
    return generation;
  }

  /** The conditions come first, and then the range (RFC 9110, section 13.2.2). */
  private static Wanted wanted(Message message, Result result, int width) {
    String etag = ContentReplies.etag(result, width);
    Conditions.Outcome outcome = Conditions.of(message).on(etag);
    if (outcome == Conditions.Outcome.FAILED) {
      throw HttpProblem.preconditionFailed(
          "If-Match does not name this content; its ETag is " + etag + ".");
    }
    if (outcome == Conditions.Outcome.NOT_MODIFIED) {
      return Wanted.without(Wanted.Kind.NOT_MODIFIED);
    }
    // A range has a meaning only for GET.
    if ("HEAD".equals(message.getHeader(Exchange.HTTP_METHOD, String.class))) {
      return Wanted.without(Wanted.Kind.HEADERS);
    }
    if (width > 0) {
      // A small version is one piece.
      return Wanted.all(result.bytes());
    }
    List<String> ifRange = Lines.of(message, "If-Range");
    // A weak tag, a date or anything else can't promise that the parts fit together.
    return ifRange.isEmpty() || ifRange.equals(List.of(etag))
        ? Wanted.of(Lines.of(message, "Range"), result.bytes())
        : Wanted.all(result.bytes());
  }

  /** {@code GET /generations} with its filters. */
  public Listing.Page list(Exchange exchange) {
    Map<String, String> query = Query.of(exchange, SearchQuery.NAMES);
    String before = query.get("before");
    if (before != null && !Keys.isCursor(before)) {
      throw HttpProblem.badRequest(
          "\"before\" must be the \"next\" of an earlier page. Omit it for the first page.");
    }
    return search.find(
        SearchQuery.filter(query),
        whole("limit", query.get("limit"), DEFAULT_LIMIT, MAX_LIMIT),
        before);
  }

  private static int width(String value) {
    if (value == null) {
      return 0;
    }
    return Thumbnails.WIDTHS.stream()
        .filter(width -> width.toString().equals(value))
        .findFirst()
        .orElseThrow(() -> HttpProblem.badRequest("\"width\" must be 320 or 640."));
  }

  /** The value of a parameter that is a number from 1 to {@code most}, at most 999. */
  static int whole(String name, String value, int otherwise, int most) {
    if (value == null) {
      return otherwise;
    }
    if (!value.matches("\\d{1,3}")
        || Integer.parseInt(value) < 1
        || Integer.parseInt(value) > most) {
      throw HttpProblem.badRequest(
          "\"%s\" must be a whole number from 1 to %d.".formatted(name, most));
    }
    return Integer.parseInt(value);
  }

  private static void requireJson(Message message) {
    if (!isJson(single(message, "Content-Type"))) {
      throw HttpProblem.unsupportedMediaType();
    }
  }

  /**
   * @param type null if the request has none
   */
  static boolean isJson(String type) {
    return type == null || type.isBlank() || MediaType.of(type).isJson();
  }

  /** True if {@code respond-async} is one of the preferences (RFC 7240). */
  private static boolean prefersAsync(Message message) {
    return prefersAsync(Lines.of(message, "Prefer"));
  }

  /**
   * @param lines of the header {@code Prefer}
   */
  static boolean prefersAsync(List<String> lines) {
    return FieldValue.list(lines).stream()
        .anyMatch(
            preference ->
                preference.name().equals("respond-async") && preference.value().isEmpty());
  }

  private static String single(Message message, String name) {
    List<String> lines = Lines.of(message, name);
    if (lines.size() > 1) {
      throw HttpProblem.badRequest("The header " + name + " occurs more than once.");
    }
    return lines.isEmpty() ? null : lines.get(0);
  }

  private static byte[] body(Message message) {
    return message.getBody() instanceof Buffer buffer
        ? buffer.getBytes()
        : message.getBody(byte[].class);
  }
}
