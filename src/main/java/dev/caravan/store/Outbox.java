package dev.caravan.store;

import dev.caravan.failure.FailureTable;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Result;
import dev.caravan.generation.State;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;
import org.apache.camel.Exchange;

/**
 * The records of asynchronous prompts before and after they are sent to the queue: each prompt is
 * sent once, and the id in the answer can be looked up at once.
 */
public final class Outbox {

  /** How long a message is expected to be on its way before a repeated request sends it again. */
  private static final Duration SENDING = Duration.ofSeconds(30);

  private final Records records;
  private final Predicate<Result> isStored;
  private final Clock clock;

  /**
   * @param isStored whether a result is still in S3
   */
  public Outbox(Records records, Predicate<Result> isStored) {
    this(records, isStored, Clock.systemUTC());
  }

  Outbox(Records records, Predicate<Result> isStored, Clock clock) {
    this.records = records;
    this.isStored = isStored;
    this.clock = clock;
  }

  /**
   * A route step: writes the record of a prompt before the prompt is sent, and sets the variable
   * {@code generation} to it. Sets the variable {@code _send} to false if an earlier request
   * already sent it and its message is on its way.
   *
   * @throws OtherRequestException if the record of this id was made by another request
   */
  public Generation enqueue(Generation accepted, Exchange exchange) {
    Generation queued = enqueueOnce(accepted, exchange);
    exchange.setVariable("generation", queued);
    return queued;
  }

  private Generation enqueueOnce(Generation accepted, Exchange exchange) {
    exchange.setVariable("_send", true);
    Generation record;
    try {
      return records.create(accepted);
    } catch (RecordChangedException e) {
      record = e.current().or(() -> records.find(accepted.id())).orElseThrow(() -> e);
    }
    OtherRequestException.requireSame(accepted, record);
    if (record.isDone() && (record.isDeleted() || !isStored.test(record.result()))) {
      records.markChanged(record);
      return records.replace(record.reopened());
    }
    if (isAbandoned(record) || record.isFailed() && !FailureTable.isRefused(record)) {
      records.markChanged(record);
      return records.replace(record.released(null));
    }
    exchange.setVariable("_send", hasNoMessage(record));
    return record;
  }

  /** True if the instance that worked on the prompt ended before the prompt did. */
  private boolean isAbandoned(Generation record) {
    return record.isRunning() && !record.isClaimedAt(clock.instant());
  }

  /**
   * Notes in the record that SQS has the prompt. If a receiver has already changed the record, its
   * version stays.
   */
  public Generation sent(Generation queued, Exchange exchange) {
    Generation sent =
        queued.sent(
            exchange.getVariable("header:_sent.CamelAwsSqsMessageId", String.class),
            clock.instant());
    try {
      return records.replace(sent);
    } catch (RecordChangedException e) {
      return sent;
    }
  }

  /**
   * True if the prompt was not sent, because a process died before it could, or was sent a while
   * ago: its message may be lost. A second message does no harm, because a claim has one owner.
   */
  private boolean hasNoMessage(Generation record) {
    return record.state() == State.QUEUED
        && record.times().lastSent().plus(SENDING).isBefore(clock.instant());
  }
}
