package dev.caravan.queue.deadletters;

import dev.caravan.queue.deadletters.DeadLetter.Origin;
import dev.caravan.queue.deadletters.PromptQueue.NotSent;
import dev.caravan.queue.deadletters.PromptQueue.Outgoing;
import dev.caravan.queue.deadletters.Redrive.Order;
import dev.caravan.queue.deadletters.RedriveReport.Letter;
import dev.caravan.queue.deadletters.RequeuedRecords.Requeued;
import dev.caravan.store.RecordChangedException;
import dev.caravan.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * One redrive. For each letter it sets the record to {@code queued}, then sends the message, and
 * only then deletes the letter. If the process dies in between, the letter is still there; at worst
 * its message is sent twice, which the claim makes harmless.
 */
final class RedriveRun {

  private final EachLetter each;
  private final PromptQueue prompts;
  private final RequeuedRecords records;
  private final LetterRecords letters;
  private final Selection selection;
  private final boolean dryRun;

  private final Set<UUID> sent = new HashSet<>();
  private final Set<String> missing;
  private final List<Letter> redriven = new ArrayList<>();
  private final List<Letter> failed = new ArrayList<>();
  private final List<Letter> foreign = new ArrayList<>();
  private int unmatched;
  private int cameBack;

  RedriveRun(
      DeadLetterQueue deadLetters,
      PromptQueue prompts,
      RequeuedRecords records,
      LetterRecords letters,
      Order order) {
    this.each = new EachLetter(deadLetters);
    this.prompts = prompts;
    this.records = records;
    this.letters = letters;
    this.selection = order.selection();
    this.dryRun = order.dryRun();
    this.missing = new LinkedHashSet<>(selection.ids());
  }

  RedriveReport run(BooleanSupplier stop, IntConsumer progress) {
    each.run(() -> left() > 0, stop, unseen -> redrive(chosen(unseen)), progress);
    return new RedriveReport(
        dryRun,
        each.looked(),
        List.copyOf(redriven),
        List.copyOf(failed),
        List.copyOf(foreign),
        unmatched,
        cameBack,
        List.copyOf(missing),
        each.ended());
  }

  private int left() {
    return selection.limit() - redriven.size() - failed.size();
  }

  private List<DeadLetter> chosen(List<DeadLetter> taken) {
    List<DeadLetter> chosen = new ArrayList<>();
    for (DeadLetter each : taken) {
      try {
        DeadLetter letter = letters.unwrapped(each);
        if (isChosen(letter, left() - chosen.size())) {
          missing.remove(letter.id());
          examine(letters.checked(letters.whole(letter)), chosen);
        }
      } catch (StoreException e) {
        missing.remove(each.id());
        failed.add(Letter.of(each, e.getMessage()));
      }
    }
    return chosen;
  }

  private boolean isChosen(DeadLetter letter, int room) {
    if (letter.isForeign()) {
      foreign.add(Letter.of(letter, letter.detail()));
    } else if (isBack(letter)) {
      cameBack++;
    } else if (!selection.matches(letter) || room <= 0) {
      unmatched++;
    } else {
      return true;
    }
    return false;
  }

  private void examine(DeadLetter letter, List<DeadLetter> chosen) {
    if (letter.origin() == Origin.UNCONFIRMED) {
      foreign.add(Letter.of(letter, letter.detail()));
    } else if (isBack(letter)) {
      cameBack++;
    } else {
      chosen.add(letter);
    }
  }

  /** The prompt failed again during this run; sending it again could repeat forever. */
  private boolean isBack(DeadLetter letter) {
    return sent.contains(fingerprint(letter.body()));
  }

  private void redrive(List<DeadLetter> chosen) {
    if (dryRun) {
      chosen.forEach(letter -> redriven.add(Letter.of(letter, null)));
      return;
    }
    Map<String, Requeued> requeued = new HashMap<>();
    List<Outgoing> outgoing = new ArrayList<>();
    for (DeadLetter letter : chosen) {
      RedrivenBody body = RedrivenBody.of(letter);
      try {
        if (body.keepsId()) {
          requeued.put(letter.messageId(), records.requeue(letter, body.text()));
        }
        outgoing.add(new Outgoing(letter, body));
      } catch (StoreException | RecordChangedException e) {
        failed.add(Letter.of(letter, "The record could not be set to queued: " + e.getMessage()));
      }
    }
    Map<String, NotSent> notSent = prompts.send(outgoing);
    List<DeadLetter> done = new ArrayList<>();
    for (Outgoing out : outgoing) {
      NotSent why = notSent.get(out.letter().messageId());
      if (why == null) {
        sent.add(fingerprint(out.body().text()));
        done.add(out.letter());
      } else {
        notSent(out.letter(), why, requeued.get(out.letter().messageId()));
      }
    }
    delete(done);
  }

  private void notSent(DeadLetter letter, NotSent why, Requeued requeued) {
    failed.add(Letter.of(letter, "The message was not sent: " + why.why()));
    if (requeued == null || !why.certain()) {
      return;
    }
    try {
      records.undo(requeued);
    } catch (StoreException e) {
      failed.set(
          failed.size() - 1,
          Letter.of(letter, "The message was not sent, but the record says queued: " + why.why()));
    }
  }

  private void delete(List<DeadLetter> done) {
    Map<String, String> notDeleted = each.delete(done);
    for (DeadLetter letter : done) {
      String why = notDeleted.get(letter.messageId());
      if (why == null) {
        redriven.add(Letter.of(letter, null));
      } else {
        failed.add(
            Letter.of(letter, "The message was sent, but the letter could not be deleted: " + why));
      }
    }
  }

  private static UUID fingerprint(String body) {
    return UUID.nameUUIDFromBytes(body.getBytes(StandardCharsets.UTF_8));
  }
}
