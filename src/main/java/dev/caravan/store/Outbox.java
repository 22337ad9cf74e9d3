package dev.caravan.store;

import dev.caravan.failure.FailureTable;
import dev.caravan.generation.Generation;
import dev.caravan.generation.State;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.Exchange;

/**
 * The records of asynchronous prompts before and after they are sent to the queue: each prompt is
 * sent once, and the id in the answer can be looked up at once.
 */
public final class Outbox {

  /** A prompt without a message id for longer than this was never sent. */
  private static final Duration SENDING = Duration.ofSeconds(30);

  private final Records records;
  private final Clock clock;

  public Outbox(Records records) {
    this(records, Clock.systemUTC());
  }

  Outbox(Records records, Clock clock) {
    this.records = records;
    this.clock = clock;
  }

  /**
   * A route step: writes the record of a prompt before the prompt is sent, and sets the variable
   * {@code generation} to it. Sets the variable {@code _send} to false if an earlier request
   * already sent it.
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
    try {
      return records.create(accepted);
    } catch (RecordChangedException e) {
      Generation record = records.find(accepted.id()).orElseThrow(() -> e);
      OtherRequestException.requireSame(accepted, record);
      if (record.isFailed() && !FailureTable.isRefused(record)) {
        return records.replace(record.released(null));
      }
      exchange.setVariable("_send", wasNeverSent(record));
      return record;
    }
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

  /** True if a process died after it wrote the record and before it sent the message. */
  private boolean wasNeverSent(Generation record) {
    return record.state() == State.QUEUED
        && record.messageId() == null
        && record.times().received().plus(SENDING).isBefore(clock.instant());
  }
}
