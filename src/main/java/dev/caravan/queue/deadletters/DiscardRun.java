package dev.caravan.queue.deadletters;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Reason;
import dev.caravan.generation.State;
import dev.caravan.queue.deadletters.DeadLetter.Origin;
import dev.caravan.store.RecordChangedException;
import dev.caravan.store.Records;
import dev.caravan.store.StoreException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a discard does with the selected letters: it deletes them. */
final class DiscardRun implements LetterRun.Work {

  private final LetterRun run;
  private final Records records;
  private final Clock clock = Clock.systemUTC();

  DiscardRun(LetterRun run, Records records) {
    this.run = run;
    this.records = records;
  }

  @Override
  public boolean takesForeign() {
    return true;
  }

  @Override
  public boolean isBack(DeadLetter letter) {
    return false;
  }

  @Override
  public DeadLetter prepared(DeadLetter letter) {
    return letter;
  }

  @Override
  public void carryOut(List<DeadLetter> selected) {
    Map<String, String> notDeleted = run.delete(selected);
    for (DeadLetter letter : selected) {
      String why = notDeleted.get(letter.messageId());
      if (why == null) {
        run.done(letter, letter.origin() == Origin.MOVED_BY_SQS ? endRecord(letter) : null);
      } else {
        run.failed(letter, "The letter could not be deleted: " + why);
      }
    }
  }

  /**
   * SQS moved the message, so no failure is in the record, and the sweep would send it again.
   *
   * @return why the record could not be changed; null if it was, or needs no change
   */
  private String endRecord(DeadLetter letter) {
    Instant now = clock.instant();
    try {
      records.update(
          letter.id(), record -> isLeftOver(record, letter, now) ? ended(record, now) : record);
      return null;
    } catch (StoreException | RecordChangedException e) {
      return "The record could not be set to failed: " + e.getMessage();
    }
  }

  /** An instance that was killed leaves the record running, with a claim that expires. */
  private static boolean isLeftOver(Generation record, DeadLetter letter, Instant now) {
    boolean waits = record.state() == State.QUEUED;
    boolean abandoned = record.isRunning() && !record.isClaimedAt(now);
    return (waits || abandoned) && letter.isOf(record);
  }

  private static Generation ended(Generation record, Instant now) {
    return record.failed(new Failure(Reason.UNEXPECTED, "An operator discarded its message.", now));
  }
}
