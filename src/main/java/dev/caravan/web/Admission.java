package dev.caravan.web;

import dev.caravan.generation.Generation;
import dev.caravan.generation.PromptReader;
import dev.caravan.generation.Source;
import dev.caravan.metrics.CallerWaits;
import dev.caravan.model.Models;
import dev.caravan.pace.Pace;
import dev.caravan.pace.Turn;
import dev.caravan.store.Claims;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Admits callers of {@code POST /generate} before any work begins. A prompt that the caller waits
 * for needs a place in its model's lane; without one, the caller waits in line on the event loop,
 * or gets a 429. So callers that wait hold no thread, and callers that are refused cost nothing.
 * Everything that needs no model call passes at once: asynchronous requests, and requests that the
 * route refuses.
 */
public final class Admission implements Handler<RoutingContext> {

  private static final String PATH = "/generate";

  private final Pace pace;
  private final Models models;
  private final PromptReader reader;
  private final BearerTokens tokens;
  private final Claims claims;
  private final Seats seats;
  private final CallerWaits waits;
  private final Clock clock = Clock.systemUTC();

  public Admission(
      Pace pace,
      Models models,
      PromptReader reader,
      BearerTokens tokens,
      Claims claims,
      Seats seats,
      CallerWaits waits) {
    this.pace = pace;
    this.models = models;
    this.reader = reader;
    this.tokens = tokens;
    this.claims = claims;
    this.seats = seats;
    this.waits = waits;
  }

  /** A handler of each HTTP consumer, between the one that reads the body and the route. */
  @Override
  public void handle(RoutingContext context) {
    Optional<Generation> prompt = isGenerate(context) ? read(context) : Optional.empty();
    if (prompt.isEmpty()) {
      context.next();
    } else {
      new Arrival(this, context, prompt.get()).arrive();
    }
  }

  private static boolean isGenerate(RoutingContext context) {
    return context.request().method() == HttpMethod.POST
        && PATH.equals(context.currentRoute().getPath());
  }

  /** The prompt that the caller waits for; empty if the route answers without a model call. */
  private Optional<Generation> read(RoutingContext context) {
    MultiMap headers = context.request().headers();
    List<String> keys = headers.getAll("Idempotency-Key");
    if (Requests.prefersAsync(headers.getAll("Prefer"))
        || !Requests.isJson(headers.get(HttpHeaders.CONTENT_TYPE))
        || keys.size() > 1) {
      return Optional.empty();
    }
    try {
      Buffer body = context.body().buffer();
      return Optional.of(
          models.accept(
              Generation.accepted(
                  Requests.id(
                      tokens.caller(headers.get(HttpHeaders.AUTHORIZATION)).orElse(null),
                      keys.isEmpty() ? null : keys.get(0)),
                  Source.HTTP,
                  reader.fromHttp(body == null ? null : body.getBytes()),
                  null,
                  clock.instant())));
    } catch (RuntimeException e) {
      // Almost always an InvalidPromptException. The route finds the same and answers it.
      return Optional.empty();
    }
  }

  /** Asks for a place in the lane of the model; if it is paused, in the lane of its fallback. */
  Turn ask(Generation prompt, Consumer<Turn> then) {
    Turn turn = pace.ask(models.of(prompt), then);
    return turn instanceof Turn.Paused
        ? models.fallback(prompt).map(next -> pace.ask(next, then)).orElse(turn)
        : turn;
  }

  /** Whether the prompt's record answers it. This reads S3, so it needs a thread. */
  boolean isAnswered(Generation prompt) {
    return claims.isAnswered(prompt);
  }

  Seats seats() {
    return seats;
  }

  CallerWaits waits() {
    return waits;
  }
}
