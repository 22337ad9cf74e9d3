package dev.caravan.queue.deadletters;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Times;
import dev.caravan.store.RecordChangedException;
import dev.caravan.store.Records;
import java.time.Instant;
import java.util.Optional;

/**
 * Sets failed records to {@code queued}. Otherwise a redriven message would be answered from the
 * record of its failure and never tried again.
 */
final class RequeuedRecords {

  private final Records records;

  RequeuedRecords(Records records) {
    this.records = records;
  }

  /**
   * A record before and after the change.
   *
   * @param queued empty if nothing was changed: there is no record, it has not failed, or it
   *     belongs to another message
   */
  record Requeued(Generation before, Optional<Generation> queued) {}

  /**
   * Changes the record by compare-and-set, unless it is done, queued or claimed, or the message in
   * the letter is not the one of the record.
   *
   * @param resent the body under which the message is processed again
   */
  Requeued requeue(DeadLetter letter, String resent) {
    Generation[] before = new Generation[1];
    boolean[] changed = new boolean[1];
    Optional<Generation> after =
        records.update(
            letter.id(),
            there -> {
              before[0] = there;
              changed[0] = there.isFailed() && letter.isOf(there);
              if (!changed[0]) {
                return there;
              }
              records.markChanged(there);
              return again(there, letter, resent);
            });
    return new Requeued(before[0], after.filter(record -> changed[0]));
  }

  /** Undoes the change after a failed send, unless the record has changed since. */
  void undo(Requeued requeued) {
    requeued
        .queued()
        .ifPresent(
            queued -> {
              try {
                records.replace(requeued.before().withVersion(queued.version()));
              } catch (RecordChangedException e) {
                // A receiver took it, so the message was sent.
              }
            });
  }

  /** A redriven prompt has all of its model calls again, because an operator asked for it. */
  private static Generation again(Generation failed, DeadLetter letter, String resent) {
    if (failed.prompt() == null && letter.prompt().isPresent()) {
      // An earlier version could not read the prompt, and this version can.
      return Generation.accepted(
              new GenerationId(failed.id()),
              failed.source(),
              letter.prompt().get(),
              failed.messageId(),
              failed.times().received())
          .withTimes(sentNow(failed))
          .withVersion(failed.version());
    }
    if (failed.prompt() == null) {
      // The message that is sent again contains the id, and is then compared with this record.
      return Generation.unreadable(
              new GenerationId(failed.id()), resent, failed.messageId(), failed.times().received())
          .withTimes(sentNow(failed))
          .withVersion(failed.version());
    }
    return failed.released(null).withModelCalls(0).withTimes(sentNow(failed));
  }

  /** The time that a redriven prompt may wait begins again. */
  private static Times sentNow(Generation failed) {
    return failed.times().withSent(Instant.now());
  }
}
