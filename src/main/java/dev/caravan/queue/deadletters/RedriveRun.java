package dev.caravan.queue.deadletters;

import dev.caravan.queue.deadletters.PromptQueue.NotSent;
import dev.caravan.queue.deadletters.PromptQueue.Outgoing;
import dev.caravan.queue.deadletters.Redrive.Order;
import dev.caravan.queue.deadletters.RedriveReport.Letter;
import dev.caravan.queue.deadletters.RequeuedRecords.Requeued;
import dev.caravan.store.RecordChangedException;
import dev.caravan.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * One redrive. For each letter the record goes back to {@code queued}, then the message is sent,
 * and only then the letter is deleted: whoever dies in between leaves the letter where it was, and
 * at worst its message is sent twice, which the claim makes harmless.
 *
 * <p>Letters that are not redriven stay hidden until the run ends, so that each is met once and an
 * empty receive means the end; then they are given back at once.
 */
final class RedriveRun {

  /** Far longer than a batch takes, S3's and SQS's own retries included. */
  private static final Duration HIDDEN = Duration.ofMinutes(5);

  /** Receives in a row that bring only letters which were looked at: there are no others. */
  private static final int NOTHING_NEW = 3;

  private final DeadLetterQueue deadLetters;
  private final PromptQueue prompts;
  private final RequeuedRecords records;
  private final Selection selection;
  private final boolean dryRun;

  private final Map<String, DeadLetter> held = new LinkedHashMap<>();
  private final Set<String> looked = new HashSet<>();
  private final Set<UUID> sent = new HashSet<>();
  private final Set<String> missing;
  private final List<Letter> redriven = new ArrayList<>();
  private final List<Letter> failed = new ArrayList<>();
  private final List<Letter> foreign = new ArrayList<>();
  private int unmatched;
  private int cameBack;
  private String ended;

  RedriveRun(
      DeadLetterQueue deadLetters, PromptQueue prompts, RequeuedRecords records, Order order) {
    this.deadLetters = deadLetters;
    this.prompts = prompts;
    this.records = records;
    this.selection = order.selection();
    this.dryRun = order.dryRun();
    this.missing = new LinkedHashSet<>(selection.ids());
  }

  RedriveReport run(BooleanSupplier stop, IntConsumer progress) {
    try {
      int nothingNew = 0;
      while (left() > 0 && nothingNew < NOTHING_NEW) {
        if (stop.getAsBoolean()) {
          ended = "It was stopped.";
          break;
        }
        List<DeadLetter> taken = take();
        if (taken.isEmpty()) {
          break;
        }
        List<DeadLetter> unseen =
            taken.stream().filter(letter -> looked.add(letter.messageId())).toList();
        nothingNew = unseen.isEmpty() ? nothingNew + 1 : 0;
        redrive(chosen(unseen));
        progress.accept(looked.size());
      }
    } finally {
      deadLetters.giveBack(held.values());
    }
    return new RedriveReport(
        dryRun,
        looked.size(),
        List.copyOf(redriven),
        List.copyOf(failed),
        List.copyOf(foreign),
        unmatched,
        cameBack,
        List.copyOf(missing),
        ended);
  }

  private int left() {
    return selection.limit() - redriven.size() - failed.size();
  }

  private List<DeadLetter> take() {
    try {
      List<DeadLetter> taken = deadLetters.take(DeadLetterQueue.BATCH, HIDDEN);
      // The receipt handle of the last receive is the one that counts.
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
      if (letter.isForeign()) {
        foreign.add(Letter.of(letter, letter.detail()));
      } else if (sent.contains(fingerprint(letter.body()))) {
        // Refused again within the run; without this it would go round and round.
        cameBack++;
      } else if (!selection.matches(letter) || chosen.size() == left()) {
        unmatched++;
      } else {
        chosen.add(letter);
        missing.remove(letter.id());
      }
    }
    return chosen;
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
          requeued.put(letter.messageId(), records.requeue(letter));
        }
        outgoing.add(new Outgoing(letter, body));
      } catch (StoreException | RecordChangedException e) {
        failed.add(Letter.of(letter, "Its record was not made queued again: " + e.getMessage()));
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
    failed.add(Letter.of(letter, "It was not sent: " + why.why()));
    if (requeued == null || !why.certain()) {
      return;
    }
    try {
      records.undo(requeued);
    } catch (StoreException e) {
      failed.set(
          failed.size() - 1,
          Letter.of(
              letter,
              "It was not sent, and its record says queued although it is not: " + why.why()));
    }
  }

  private void delete(List<DeadLetter> done) {
    Map<String, String> notDeleted = deadLetters.delete(done);
    for (DeadLetter letter : done) {
      String why = notDeleted.get(letter.messageId());
      if (why == null) {
        redriven.add(Letter.of(letter, null));
        held.remove(letter.messageId());
      } else {
        failed.add(Letter.of(letter, "It was sent, but its letter could not be deleted: " + why));
      }
    }
  }

  private static UUID fingerprint(String body) {
    return UUID.nameUUIDFromBytes(body.getBytes(StandardCharsets.UTF_8));
  }
}
