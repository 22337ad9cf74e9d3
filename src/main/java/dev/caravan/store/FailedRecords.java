package dev.caravan.store;

import dev.caravan.failure.FailedGeneration;
import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Source;
import dev.caravan.generation.Usage;
import dev.caravan.model.Models;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes into the record of a generation that it ended without a result, and why. */
public final class FailedRecords {

  private static final Logger LOG = LoggerFactory.getLogger(FailedRecords.class);

  private final Records records;
  private final Claims claims;
  private final Clock clock = Clock.systemUTC();

  public FailedRecords(Records records, Claims claims) {
    this.records = records;
    this.claims = claims;
  }

  /**
   * Ends the generation of a failed exchange. A record that is done or cancelled, is not readable,
   * or belongs to another owner or request, is left as it is.
   */
  public void fail(Exchange exchange) {
    Generation generation = FailedGeneration.in(exchange).orElse(null);
    if (generation == null || isRefusedAtTheDoor(generation)) {
      return;
    }
    if (generation.claim() != null) {
      claims.end(generation);
    }
    Failure failure = exchange.getVariable("failure", Failure.class);
    try {
      Optional<Generation> record =
          records.update(
              generation.id(),
              found ->
                  mayFail(generation, found)
                      ? withSpending(found.failed(failure), exchange)
                      : found);
      if (record.isEmpty()) {
        create(generation.failed(failure));
      }
    } catch (UnreadableRecordException e) {
      // The dead letter is sent, and another attempt would only send a second one.
      LOG.warn("The failure of {} is not in its record: {}", generation.id(), e.getMessage());
    }
  }

  private void create(Generation failed) {
    try {
      records.create(failed);
    } catch (RecordChangedException e) {
      // Another receiver of the same prompt wrote its record meanwhile, which stays as it is.
      LOG.debug("Cause", e);
    }
  }

  /**
   * A route step before a dead letter is sent: makes sure that the refused message has a record of
   * its own, because only the record shows that Caravan wrote the letter. If the id in the message
   * belongs to another message, the record is the one of its MessageId. Sets the variable {@code
   * generation} to the message's.
   */
  public void reserve(Exchange exchange) {
    exchange.setVariable("generation", reserve(FailedGeneration.in(exchange).orElseThrow()));
  }

  Generation reserve(Generation refused) {
    return refused.claim() != null
        ? refused
        : reserved(refused).orElseGet(() -> reserveOwn(refused));
  }

  private Generation reserveOwn(Generation refused) {
    Generation own = refused.under(new GenerationId(refused.messageId()));
    return reserved(own)
        .orElseGet(
            () -> {
              LOG.warn(
                  "The record of {} is not readable, or belongs to another message.", own.id());
              return own;
            });
  }

  /**
   * The message with the attempts of its record, which is written if there is none; empty if the
   * record belongs to another message. A record that is not readable belongs to nobody, and must
   * not keep the message on the queue.
   */
  private Optional<Generation> reserved(Generation refused) {
    Optional<Generation> record;
    try {
      record = records.find(refused.id());
      if (record.isEmpty()) {
        records.create(refused);
        return Optional.of(refused);
      }
    } catch (RecordChangedException e) {
      record = e.current();
    } catch (UnreadableRecordException e) {
      return Optional.empty();
    }
    return record
        .filter(found -> refused.fingerprint().equals(found.fingerprint()))
        .map(found -> refused.withAttempts(found.attempts()));
  }

  /** The answer says why such a prompt was refused; it has no record to look up later. */
  private static boolean isRefusedAtTheDoor(Generation generation) {
    return generation.source() == Source.HTTP && generation.version() == null;
  }

  private boolean mayFail(Generation generation, Generation record) {
    if (record.isDone()
        || record.isCancelled()
        || !record.fingerprint().equals(generation.fingerprint())) {
      return false;
    }
    return !record.isClaimedAt(clock.instant()) || record.isClaimedBy(generation.claim());
  }

  /**
   * Copies the number of model calls, the time of the last one and what they have used into the
   * record. They are in variables, because the steps that count them are part of the route that
   * failed.
   */
  static Generation withSpending(Generation record, Exchange exchange) {
    Integer calls = exchange.getVariable(Models.CALLS, Integer.class);
    if (calls == null) {
      return record;
    }
    Instant calledAt = exchange.getVariable(Models.CALLED_AT, Instant.class);
    return record
        .withModelCalls(calls)
        .withTimes(calledAt == null ? record.times() : record.times().withInvoked(calledAt))
        .spent(
            exchange.getVariable(Models.USAGE, record.usage(), Usage.class),
            exchange.getVariable(Models.COST, record.costUsd(), BigDecimal.class));
  }
}
