package dev.caravan.queue.deadletters;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Generation;
import dev.caravan.generation.Reason;
import dev.caravan.generation.State;
import dev.caravan.queue.deadletters.DeadLetter.Origin;
import dev.caravan.queue.deadletters.Redrive.Order;
import dev.caravan.queue.deadletters.RedriveReport.Letter;
import dev.caravan.store.RecordChangedException;
import dev.caravan.store.Records;
import dev.caravan.store.StoreException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * One discard. It selects letters by what they say about themselves: a forged letter is deleted
 * like any other.
 */
final class DiscardRun {

  private final EachLetter letters;
  private final Records records;
  private final Selection selection;
  private final boolean dryRun;
  private final Clock clock = Clock.systemUTC();

  private final Set<String> missing;
  private final List<Letter> discarded = new ArrayList<>();
  private final List<Letter> failed = new ArrayList<>();
  private final List<Letter> foreign = new ArrayList<>();
  private int unmatched;

  DiscardRun(DeadLetterQueue deadLetters, Records records, Order order) {
    this.letters = new EachLetter(deadLetters);
    this.records = records;
    this.selection = order.selection();
    this.dryRun = order.dryRun();
    this.missing = new LinkedHashSet<>(selection.ids());
  }

  RedriveReport run(BooleanSupplier stop, IntConsumer progress) {
    letters.run(() -> left() > 0, stop, unseen -> discard(chosen(unseen)), progress);
    return new RedriveReport(
        dryRun,
        letters.looked(),
        List.copyOf(discarded),
        List.copyOf(failed),
        List.copyOf(foreign),
        unmatched,
        0,
        List.copyOf(missing),
        letters.ended());
  }

  private int left() {
    return selection.limit() - discarded.size() - failed.size();
  }

  private List<DeadLetter> chosen(List<DeadLetter> unseen) {
    List<DeadLetter> chosen = new ArrayList<>();
    for (DeadLetter letter : unseen) {
      if (selection.matches(letter) && chosen.size() < left()) {
        chosen.add(letter);
        missing.remove(letter.id());
      } else if (letter.isForeign()) {
        foreign.add(Letter.of(letter, letter.detail()));
      } else {
        unmatched++;
      }
    }
    return chosen;
  }

  private void discard(List<DeadLetter> chosen) {
    Map<String, String> notDeleted = dryRun ? Map.of() : letters.delete(chosen);
    for (DeadLetter letter : chosen) {
      String why = notDeleted.get(letter.messageId());
      if (why != null) {
        failed.add(Letter.of(letter, "The letter could not be deleted: " + why));
        continue;
      }
      discarded.add(Letter.of(letter, null));
      if (!dryRun && letter.origin() == Origin.MOVED_BY_SQS) {
        endRecord(letter);
      }
    }
  }

  /** SQS moved the message, so no failure is in the record, and the sweep would send it again. */
  private void endRecord(DeadLetter letter) {
    try {
      records.update(letter.id(), record -> isWaitingFor(letter, record) ? ended(record) : record);
    } catch (StoreException | RecordChangedException e) {
      discarded.set(
          discarded.size() - 1,
          Letter.of(letter, "The record could not be set to failed: " + e.getMessage()));
    }
  }

  private static boolean isWaitingFor(DeadLetter letter, Generation record) {
    return record.state() == State.QUEUED && letter.isOf(record);
  }

  private Generation ended(Generation record) {
    return record.failed(
        new Failure(Reason.UNEXPECTED, "An operator discarded its message.", clock.instant()));
  }
}
