package dev.caravan.web;

import dev.caravan.callers.Token;
import dev.caravan.generation.Generation;
import dev.caravan.metrics.Meters;
import dev.caravan.metrics.Metric;
import dev.caravan.store.AlreadyRunningException;
import dev.caravan.store.Removal;
import dev.caravan.store.Removal.Removed;
import dev.caravan.store.UnreadableRecordException;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out {@code DELETE /generations/{id}}. */
public final class Removals {

  private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

  private final Removal removal;
  private final BearerTokens tokens;
  private final Meters meters;

  public Removals(Removal removal, BearerTokens tokens, Meters meters) {
    this.removal = removal;
    this.tokens = tokens;
    this.meters = meters;
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
      meters.counter(Metric.GENERATIONS, "cancelled", "NONE", record.source().text()).increment();
    }
    List<String> authorization = Lines.of(exchange.getMessage(), "Authorization");
    String caller =
        authorization.isEmpty()
            ? "a caller without a token"
            : tokens
                .caller(authorization.get(0))
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
