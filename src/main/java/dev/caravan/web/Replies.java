package dev.caravan.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.failure.FailedGeneration;
import dev.caravan.failure.FailureTable;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.InvalidPromptException;
import dev.caravan.generation.Result;
import dev.caravan.pace.LanePausedException;
import dev.caravan.store.AlreadyRunningException;
import dev.caravan.store.Contents;
import dev.caravan.store.Listing;
import dev.caravan.store.OtherRequestException;
import dev.caravan.store.RecordChangedException;
import dev.caravan.store.RecordJson;
import dev.caravan.store.Results;
import dev.caravan.store.UnreadableRecordException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes HTTP answers: body, status and headers. Removes the request's headers first. */
public final class Replies {

  /** The status for a body that is not JSON or has an empty prompt; other bad prompts get 422. */
  static final int MALFORMED = 400;

  /** The status while the model is paused, whatever its last answer was. */
  private static final int UNAVAILABLE = 503;

  private static final int RETRY_SECONDS = 5;

  /**
   * The property that tells the answers of {@code POST /generate} apart. Generated clients read it
   * before they choose a class; they can't choose by the status.
   */
  private static final String KIND = "kind";

  private final Results results;
  private final Contents contents;
  private final Clock clock = Clock.systemUTC();
  private final JsonMapper json = new RecordJson().mapper();

  public Replies(Results results, Contents contents) {
    this.results = results;
    this.contents = contents;
  }

  /** The generation that has ended, for this request or for an earlier one. */
  public void done(Generation generation, Exchange exchange) {
    if (generation.isFailed()) {
      refuse(exchange, failed(generation.failure(), generation.id()), 0);
      return;
    }
    if (generation.isCancelled()) {
      HttpProblem cancelled = HttpProblem.cancelled(generation.id());
      refuse(exchange, Problem.of(cancelled.code(), cancelled.getMessage(), generation.id()), 0);
      return;
    }
    ObjectNode body = json.createObjectNode();
    Result result = generation.result();
    if (result.isImage()) {
      body.put(KIND, "image");
      body.put("message", "Image generated successfully");
      body.put("image_path", result.path());
    } else {
      body.put(KIND, "text");
      body.put("message", "Text generated successfully");
      body.put("text_path", result.path());
      body.put("text", contents.text(result));
    }
    body.put("id", generation.id());
    body.put("status", generation.state().text());
    body.put("url", results.url(result).toString());
    body.put("model", generation.model());
    body.put("seed", generation.seed());
    body.put("contentType", result.contentType());
    body.put("bytes", result.bytes());
    body.put("durationMs", generation.durationMs());
    body.put("costUsd", generation.costUsd());
    if (generation.stopReason() != null) {
      body.put("stopReason", generation.stopReason());
    }
    json(exchange, 200, body);
  }

  /** 202 with the address of the record (RFC 7240); the generation itself if it has ended. */
  public void queued(Generation generation, Exchange exchange) {
    if (generation.isDone() || generation.isFailed() || generation.isCancelled()) {
      done(generation, exchange);
      return;
    }
    String place = "/generations/" + generation.id();
    ObjectNode body = json.createObjectNode();
    body.put(KIND, "queued");
    body.put("id", generation.id());
    body.put("status", generation.state().text());
    body.put("status_url", place);
    json(exchange, 202, body);
    exchange.getMessage().setHeader("Location", place);
    exchange.getMessage().setHeader("Preference-Applied", "respond-async");
    exchange.getMessage().setHeader("Retry-After", RETRY_SECONDS);
  }

  /** The record, with the address of its content. */
  public void record(Generation generation, Exchange exchange) {
    json(exchange, 200, view(generation));
  }

  public void page(Listing.Page page, Exchange exchange) {
    ObjectNode body = json.createObjectNode();
    ArrayNode rows = body.putArray("generations");
    page.generations().forEach(generation -> rows.add(view(generation)));
    body.put("next", page.next());
    body.putObject("searched")
        .put("generations", page.searched())
        .put("to", page.to() == null ? null : page.to().toString())
        .put("complete", page.isComplete());
    json(exchange, 200, body);
  }

  /** The failure as a caller sees it, without a stack trace. */
  public void problem(Exchange exchange) {
    // Recording the failure may also have failed; the caller gets the first failure.
    Throwable thrown = exchange.getVariable("_thrown", Throwable.class);
    if (thrown == null) {
      thrown = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
    }
    if (thrown instanceof UnreadableRecordException) {
      thrown = HttpProblem.recordUnreadable(thrown.getMessage());
    }
    Throwable caught = thrown;
    String id =
        FailedGeneration.in(exchange)
            .filter(generation -> hasRecord(generation, caught))
            .map(Generation::id)
            .orElse(null);
    if (thrown instanceof HttpProblem http) {
      refuse(
          exchange,
          Problem.of(http.code(), http.getMessage(), id),
          isTemporary(http.code()) ? RETRY_SECONDS : 0);
    } else if (thrown instanceof AlreadyRunningException
        || thrown instanceof RecordChangedException) {
      refuse(
          exchange,
          Problem.of(
              RequestCode.IN_PROGRESS, "This generation is in progress. Try again later.", id),
          RETRY_SECONDS);
    } else {
      Failure failure = exchange.getVariable("failure", Failure.class);
      Problem problem = problem(thrown, failure, id);
      refuse(exchange, problem, retrySeconds(problem.status(), exchange));
    }
  }

  private static boolean isTemporary(RequestCode code) {
    return code == RequestCode.IN_PROGRESS || code == RequestCode.TOO_MANY_DOWNLOADS;
  }

  /** Only then can the caller look the id up. */
  private static boolean hasRecord(Generation generation, Throwable thrown) {
    return generation.version() != null
        || thrown instanceof AlreadyRunningException
        || thrown instanceof RecordChangedException
        || thrown instanceof OtherRequestException;
  }

  private static Problem problem(Throwable thrown, Failure failure, String id) {
    if (thrown instanceof OtherRequestException) {
      return Problem.of(RequestCode.IDEMPOTENCY_KEY_REUSED, failure.detail(), id);
    }
    if (thrown instanceof LanePausedException) {
      return failed(failure, id, UNAVAILABLE);
    }
    return thrown instanceof InvalidPromptException invalid && invalid.isMalformed()
        ? failed(failure, id, MALFORMED)
        : failed(failure, id);
  }

  private static long retrySeconds(int status, Exchange exchange) {
    return switch (status) {
      case 429, 503 ->
          exchange
              .getVariable("_retryAfter", Duration.ofSeconds(RETRY_SECONDS), Duration.class)
              .toSeconds();
      // Only if the prompt's next call may not be made at once.
      case 502 -> exchange.getVariable("_retryAfter", Duration.ZERO, Duration.class).toSeconds();
      default -> 0;
    };
  }

  private ObjectNode view(Generation generation) {
    ObjectNode view = json.createObjectNode();
    ObjectNode record = json.valueToTree(generation);
    record.remove(List.of("claim", "fingerprint"));
    // The record's word is "state"; every answer of the API says "status".
    record
        .properties()
        .forEach(
            field ->
                view.set(
                    field.getKey().equals("state") ? "status" : field.getKey(), field.getValue()));
    if (generation.isRunning() && !generation.isClaimedAt(clock.instant())) {
      view.put("claimExpired", true);
    }
    if (generation.isDone() && !generation.isDeleted()) {
      view.put(
          generation.result().isImage() ? "image_path" : "text_path", generation.result().path());
      view.put("content_url", "/generations/" + generation.id() + "/content");
    }
    return view;
  }

  private static Problem failed(Failure failure, String id) {
    return failed(failure, id, FailureTable.of(failure.reason()).status());
  }

  private static Problem failed(Failure failure, String id, int status) {
    return Problem.of(status, failure.reason().name(), failure.detail(), id);
  }

  /**
   * Answers with a problem. Its name is another one than that of the step {@code problem}, because
   * Camel refuses a step whose bean has two methods of its name.
   *
   * @param retrySeconds 0 for no {@code Retry-After}
   */
  static void refuse(Exchange exchange, Problem problem, long retrySeconds) {
    reply(exchange, problem.status(), Problem.MEDIA_TYPE, problem.toJson());
    if (retrySeconds > 0) {
      exchange.getMessage().setHeader("Retry-After", retrySeconds);
    }
  }

  private void json(Exchange exchange, int status, ObjectNode body) {
    try {
      PackedJson.answer(exchange.getMessage(), status, json.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer can always be written", e);
    }
  }

  /** Sends text, because Camel would send bytes as a stream that other threads read in pieces. */
  private static void reply(Exchange exchange, int status, String contentType, String body) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setBody(body);
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader(Exchange.CONTENT_TYPE, contentType);
  }
}
