package dev.caravan.queue.deadletters;

import dev.caravan.queue.deadletters.Redrive.Order;
import dev.caravan.queue.deadletters.RedriveReport.Letter;
import dev.caravan.store.StoreException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * One run over all dead letters, for a redrive or a discard. It compares each letter with the
 * records, hands the selected ones to its work, and collects the outcome.
 */
final class LetterRun {

  /** What happens to the selected letters. */
  interface Work {

    /** Whether letters that Caravan did not write can be selected. */
    boolean takesForeign();

    /** Whether this run itself caused the letter, so that it is left for the next run. */
    boolean isBack(DeadLetter letter);

    /**
     * The selected letter with all that the work needs.
     *
     * @throws StoreException if that can't be read
     */
    DeadLetter prepared(DeadLetter letter);

    /** Calls {@link #done} or {@link #failed} for each of the letters. */
    void carryOut(List<DeadLetter> selected);
  }

  private final EachLetter each;
  private final LetterRecords records;
  private final Selection selection;
  private final boolean dryRun;

  private final Set<String> missing;
  private final List<Letter> done = new ArrayList<>();
  private final List<Letter> failed = new ArrayList<>();
  private final List<Letter> foreign = new ArrayList<>();
  private int unmatched;
  private int cameBack;

  LetterRun(DeadLetterQueue deadLetters, LetterRecords records, Order order) {
    this.each = new EachLetter(deadLetters);
    this.records = records;
    this.selection = order.selection();
    this.dryRun = order.dryRun();
    this.missing = new LinkedHashSet<>(selection.ids());
  }

  RedriveReport run(Work work, BooleanSupplier stop, IntConsumer progress) {
    each.run(() -> left() > 0, stop, unseen -> handle(selected(unseen, work), work), progress);
    return new RedriveReport(
        dryRun,
        each.looked(),
        List.copyOf(done),
        List.copyOf(failed),
        List.copyOf(foreign),
        unmatched,
        cameBack,
        List.copyOf(missing),
        each.ended());
  }

  private void handle(List<DeadLetter> selected, Work work) {
    if (dryRun) {
      selected.forEach(letter -> done(letter, null));
    } else {
      work.carryOut(selected);
    }
  }

  private int left() {
    return selection.limit() - done.size() - failed.size();
  }

  private List<DeadLetter> selected(List<DeadLetter> unseen, Work work) {
    List<DeadLetter> selected = new ArrayList<>();
    for (DeadLetter letter : unseen) {
      try {
        select(letter, work, selected);
      } catch (StoreException e) {
        if (selection.matches(letter) || selection.isForForeign()) {
          missing.remove(letter.id());
          failed(letter, e.getMessage());
        } else {
          unmatched++;
        }
      }
    }
    return selected;
  }

  private void select(DeadLetter found, Work work, List<DeadLetter> selected) {
    // Asked before the records: a letter that has just come back needs no comparison.
    if (work.isBack(found)) {
      cameBack++;
      return;
    }
    DeadLetter letter = records.judged(found);
    boolean isWanted = selection.matches(letter) && selected.size() < left();
    if (isWanted && (work.takesForeign() || !letter.isForeign())) {
      missing.remove(letter.id());
      DeadLetter prepared = work.prepared(letter);
      if (work.isBack(prepared)) {
        cameBack++;
      } else {
        selected.add(prepared);
      }
    } else if (letter.isForeign()) {
      foreign.add(Letter.of(letter, letter.detail()));
    } else {
      unmatched++;
    }
  }

  /**
   * @param detail what could not be completed; null if nothing
   */
  void done(DeadLetter letter, String detail) {
    done.add(Letter.of(letter, detail));
  }

  void failed(DeadLetter letter, String why) {
    failed.add(Letter.of(letter, why));
  }

  /**
   * Deletes letters.
   *
   * @return the reason by MessageId for each letter that was not deleted; empty if all were
   */
  Map<String, String> delete(List<DeadLetter> letters) {
    return each.delete(letters);
  }
}
