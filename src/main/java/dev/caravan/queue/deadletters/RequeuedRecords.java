package dev.caravan.queue.deadletters;

import dev.caravan.generation.Generation;
import dev.caravan.generation.GenerationId;
import dev.caravan.store.RecordChangedException;
import dev.caravan.store.Records;
import java.util.Optional;

/**
 * Failed records, made {@code queued} again: a redriven message would otherwise be answered from
 * the record of its refusal, and never be tried.
 */
final class RequeuedRecords {

  private final Records records;

  RequeuedRecords(Records records) {
    this.records = records;
  }

  /**
   * A record before and after.
   *
   * @param queued empty where nothing was changed: there is no record, or it has not failed
   */
  record Requeued(Generation before, Optional<Generation> queued) {}

  /** By compare-and-set; a record that is done, queued or somebody's just now stays as it is. */
  Requeued requeue(DeadLetter letter) {
    Generation[] before = new Generation[1];
    Optional<Generation> after =
        records.update(
            letter.id(),
            there -> {
              before[0] = there;
              return there.isFailed() ? again(there, letter) : there;
            });
    return new Requeued(before[0], after.filter(record -> before[0].isFailed()));
  }

  /** The message was not sent after all; a record that moved on meanwhile stays. */
  void undo(Requeued requeued) {
    requeued
        .queued()
        .ifPresent(
            queued -> {
              try {
                records.replace(requeued.before().withVersion(queued.version()));
              } catch (RecordChangedException e) {
                // Somebody took it, so its message was there.
              }
            });
  }

  /** An operator's redrive is a new beginning, so it has all of its model calls again. */
  private static Generation again(Generation failed, DeadLetter letter) {
    if (failed.prompt() == null && letter.prompt().isPresent()) {
      // It could not be read when it was refused, and this version can.
      return Generation.accepted(
              new GenerationId(failed.id()),
              failed.source(),
              letter.prompt().get(),
              failed.messageId(),
              failed.times().received())
          .withTimes(failed.times())
          .withVersion(failed.version());
    }
    return failed.released(null).withModelCalls(0);
  }
}
