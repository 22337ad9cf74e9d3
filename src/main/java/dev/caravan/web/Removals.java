package dev.caravan.web;

import dev.caravan.callers.Token;
import dev.caravan.generation.Generation;
import dev.caravan.metrics.Cancellations;
import dev.caravan.store.AlreadyRunningException;
import dev.caravan.store.Removal;
import dev.caravan.store.Removal.Removed;
import dev.caravan.store.UnreadableRecordException;
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
   *
   * @throws HttpProblem if there is none, or an instance works on it
   */
  public Generation remove(Exchange exchange) {
    Query.of(exchange, Set.of());
    String id = Requests.id(exchange);
    try {
      Removed removed = removal.remove(id).orElseThrow(HttpProblem::noGeneration);
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
