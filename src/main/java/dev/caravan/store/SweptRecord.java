package dev.caravan.store;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Reason;
import dev.caravan.generation.Source;
import dev.caravan.generation.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends or continues one record that nobody owns. Every change is a compare-and-set, so a receiver
 * that takes the prompt meanwhile wins.
 */
final class SweptRecord {

  /** What the sweep must remember about a record. */
  enum Next {
    /** It has ended, or a message was sent for it. */
    NOTHING,
    /** Its claim is valid, or it is too young to judge. */
    READ_AGAIN,
    /** Its message is expected to come. */
    WAITS_FOR_MESSAGE
  }

  private static final Logger LOG = LoggerFactory.getLogger(SweptRecord.class);
  private static final String OWNER_ENDED =
      "The instance that worked on it ended before the result was stored.";

  private final Records records;
  private final StoredResults results;
  private final Carrier queue;
  private final Duration young;
  private final Duration longestWait;

  /**
   * @param young the age up to which a prompt may still be on its way to the queue
   * @param longestWait after which a message counts as expired when it is received
   */
  SweptRecord(
      Records records, StoredResults results, Carrier queue, Duration young, Duration longestWait) {
    this.young = young;
    this.longestWait = longestWait;
    this.records = records;
    this.results = results;
    this.queue = queue;
  }

  /**
   * @param messagesAreLost true if the queue has been empty for a while, so that no message will
   *     come
   */
  Next handle(Generation record, Instant now, boolean messagesAreLost) {
    if (record.isDone() || record.isFailed() || record.isCancelled() || record.prompt() == null) {
      return Next.NOTHING;
    }
    if (record.isClaimedAt(now)) {
      return Next.READ_AGAIN;
    }
    try {
      return record.isRunning()
          ? abandoned(record, now, messagesAreLost)
          : queued(record, now, messagesAreLost);
    } catch (RecordChangedException e) {
      // Somebody works on it after all.
      return Next.READ_AGAIN;
    }
  }

  private Next abandoned(Generation record, Instant now, boolean messagesAreLost) {
    Optional<ResultFacts> stored = results.find(record.id());
    if (stored.isPresent()) {
      records.replace(stored.get().onto(record).done(stored.get().result(), now));
      LOG.info("Generation {} is done: its owner had stored the result and ended.", record.id());
      return Next.NOTHING;
    }
    if (hasNoMessage(record)) {
      return fail(record, now);
    }
    return awaitMessage(record, now, messagesAreLost);
  }

  private Next queued(Generation record, Instant now, boolean messagesAreLost) {
    if (!hasNoMessage(record)) {
      return awaitMessage(record, now, messagesAreLost);
    }
    if (record.times().received().plus(young).isAfter(now)) {
      return Next.READ_AGAIN;
    }
    return record.attempts() == 0
        ? send(record, now, "was never sent to the queue")
        : fail(record, now);
  }

  /** Only asynchronous prompts and those from the queue have a message. */
  private static boolean hasNoMessage(Generation record) {
    return record.source() == Source.HTTP && record.messageId() == null;
  }

  private Next awaitMessage(Generation record, Instant now, boolean messagesAreLost) {
    if (record.times().lastSent().plus(longestWait).plus(young).isBefore(now)) {
      return expire(record, now);
    }
    return messagesAreLost ? send(record, now, "had lost its message") : Next.WAITS_FOR_MESSAGE;
  }

  private Next send(Generation record, Instant now, String why) {
    // First the record: if the message were faster, its receiver would find an expired claim.
    Generation waiting =
        record.state() == State.QUEUED
            ? record
            : records.replace(record.released(record.failure()));
    String messageId = queue.send(waiting);
    LOG.info("Generation {} {}; it was sent again as {}.", record.id(), why, messageId);
    try {
      records.replace(waiting.sent(messageId, now));
    } catch (RecordChangedException e) {
      LOG.debug("The receiver of {} was faster.", messageId, e);
    }
    return Next.NOTHING;
  }

  /** If its message comes after all, it becomes a dead letter of the same reason. */
  private Next expire(Generation record, Instant now) {
    String last = record.failure() == null ? "" : " Last failure: " + record.failure().detail();
    String detail =
        "The prompt waited for more than %d hours, and its message did not come.%s"
            .formatted(longestWait.toHours(), last);
    records.replace(record.failed(new Failure(Reason.EXPIRED, detail, now)));
    LOG.warn("Generation {} failed: its message did not come for too long.", record.id());
    return Next.NOTHING;
  }

  private Next fail(Generation record, Instant now) {
    records.replace(record.failed(new Failure(Reason.UNEXPECTED, OWNER_ENDED, now)));
    LOG.warn("Generation {} failed: {}", record.id(), OWNER_ENDED);
    return Next.NOTHING;
  }
}
