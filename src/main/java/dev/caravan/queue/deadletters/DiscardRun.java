package dev.caravan.queue.deadletters;

import dev.caravan.queue.deadletters.Redrive.Order;
import dev.caravan.queue.deadletters.RedriveReport.Letter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * One discard. It selects letters by what they say about themselves: a forged letter is deleted
 * like any other. Letters that are not selected stay hidden until the run ends, so that each is
 * read once. Then they are given back.
 */
final class DiscardRun {

  private static final Duration HIDDEN = Duration.ofMinutes(5);

  /** Consecutive receives with only known letters after which the run ends. */
  private static final int NOTHING_NEW = 3;

  private final DeadLetterQueue deadLetters;
  private final Selection selection;
  private final boolean dryRun;

  private final Map<String, DeadLetter> held = new LinkedHashMap<>();
  private final Set<String> looked = new HashSet<>();
  private final Set<String> missing;
  private final List<Letter> discarded = new ArrayList<>();
  private final List<Letter> failed = new ArrayList<>();
  private final List<Letter> foreign = new ArrayList<>();
  private int unmatched;
  private String ended;

  DiscardRun(DeadLetterQueue deadLetters, Order order) {
    this.deadLetters = deadLetters;
    this.selection = order.selection();
    this.dryRun = order.dryRun();
    this.missing = new LinkedHashSet<>(selection.ids());
  }

  RedriveReport run(BooleanSupplier stop, IntConsumer progress) {
    try {
      int nothingNew = 0;
      while (left() > 0 && nothingNew < NOTHING_NEW) {
        if (stop.getAsBoolean()) {
          ended = "The run was stopped.";
          break;
        }
        List<DeadLetter> taken = take();
        if (taken.isEmpty()) {
          break;
        }
        List<DeadLetter> unseen =
            taken.stream().filter(letter -> looked.add(letter.messageId())).toList();
        nothingNew = unseen.isEmpty() ? nothingNew + 1 : 0;
        discard(chosen(unseen));
        progress.accept(looked.size());
      }
    } finally {
      deadLetters.giveBack(held.values());
    }
    return new RedriveReport(
        dryRun,
        looked.size(),
        List.copyOf(discarded),
        List.copyOf(failed),
        List.copyOf(foreign),
        unmatched,
        0,
        List.copyOf(missing),
        ended);
  }

  private int left() {
    return selection.limit() - discarded.size() - failed.size();
  }

  private List<DeadLetter> take() {
    try {
      List<DeadLetter> taken = deadLetters.take(DeadLetterQueue.BATCH, HIDDEN);
      // Only the receipt handle of the last receive is valid.
      taken.forEach(letter -> held.put(letter.messageId(), letter));
      return taken;
    } catch (DeadLetterQueueException e) {
      if (looked.isEmpty()) {
        throw e;
      }
      ended = e.getMessage();
      return List.of();
    }
  }

  private List<DeadLetter> chosen(List<DeadLetter> letters) {
    List<DeadLetter> chosen = new ArrayList<>();
    for (DeadLetter letter : letters) {
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
    Map<String, String> notDeleted = dryRun ? Map.of() : deadLetters.delete(chosen);
    for (DeadLetter letter : chosen) {
      String why = notDeleted.get(letter.messageId());
      if (why != null) {
        failed.add(Letter.of(letter, "The letter could not be deleted: " + why));
        continue;
      }
      discarded.add(Letter.of(letter, null));
      if (!dryRun) {
        held.remove(letter.messageId());
      }
    }
  }
}
