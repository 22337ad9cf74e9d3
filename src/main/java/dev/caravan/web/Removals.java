package dev.caravan.web;

import dev.caravan.callers.Token;
import dev.caravan.generation.Generation;
import dev.caravan.metrics.Cancellations;
import dev.caravan.store.AlreadyRunningException;
import dev.caravan.store.Removal;
import dev.caravan.store.Removal.Removed;
import dev.caravan.store.UnreadableRecordException;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out {@code DELETE /generations/{id}}. */
public final class Removals {

  private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

  private final Removal removal;
  private final BearerTokens tokens;
  private final Cancellations cancellations;

  public Removals(Removal removal, BearerTokens tokens, Cancellations cancellations) {
    this.removal = removal;
    this.tokens = tokens;
    this.cancellations = cancellations;
  }

  /**
   * A route step: cancels the generation in the path if it waits, and deletes it if it has ended.
   * With {@code only=cancel}, one that has ended stays.
   *
   * @throws HttpProblem if there is none, an instance works on it, or it can't be cancelled
   */
  public Generation remove(Exchange exchange) {
    String only = Query.of(exchange, Set.of("only")).get("only");
    if (only != null && !only.equals("cancel")) {
      throw HttpProblem.badRequest("The query parameter only must be cancel.");
    }
    String id = Requests.id(exchange);
    try {
      Optional<Removed> done = only == null ? removal.remove(id) : removal.cancel(id);
      Removed removed = done.orElseThrow(HttpProblem::noGeneration);
      if (only != null && !removed.record().isCancelled()) {
        throw HttpProblem.preconditionFailed(
            "Generation %s can't be cancelled: it is %s. Nothing was changed."
                .formatted(id, removed.record().state().text()));
      }
      if (removed.isChanged()) {
        note(removed.record(), exchange);
      }
      return removed.record();
    } catch (AlreadyRunningException e) {
      throw HttpProblem.inProgress(
          "Generation %s is running. It can be cancelled only while it waits, and deleted only after it has ended. Try again later."
              .formatted(id));
    } catch (UnreadableRecordException e) {
      throw HttpProblem.recordUnreadable(e.getMessage());
    }
  }

  /** Any caller may remove any generation, so the log names the one who did. */
  private void note(Generation record, Exchange exchange) {
    if (record.isCancelled()) {
      cancellations.count(record.source());
    }
    String caller =
        Lines.of(exchange.getMessage(), "Authorization").stream()
            .findFirst()
            .flatMap(tokens::caller)
            .map(Token::name)
            .orElse("a caller without a token");
    LOG.atInfo()
        .addKeyValue("generation", record.id())
        .log(
            "Generation {} was {} by {}.",
            record.id(),
            record.isCancelled() ? "cancelled" : "deleted",
            caller);
  }
}
