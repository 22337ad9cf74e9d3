package dev.caravan.queue.deadletters;

import dev.caravan.queue.deadletters.PromptQueue.NotSent;
import dev.caravan.queue.deadletters.PromptQueue.Outgoing;
import dev.caravan.queue.deadletters.RequeuedRecords.Requeued;
import dev.caravan.store.RecordChangedException;
import dev.caravan.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a redrive does with the selected letters. For each it sets the record to {@code queued},
 * then sends the message, and only then deletes the letter. If the process dies in between, the
 * letter is still there; at worst its message is sent twice, which the claim makes harmless.
 */
final class RedriveRun implements LetterRun.Work {

  private final LetterRun run;
  private final PromptQueue prompts;
  private final RequeuedRecords records;
  private final LetterRecords letters;
  private final Set<UUID> sent = new HashSet<>();

  RedriveRun(LetterRun run, PromptQueue prompts, RequeuedRecords records, LetterRecords letters) {
    this.run = run;
    this.prompts = prompts;
    this.records = records;
    this.letters = letters;
  }

  @Override
  public boolean takesForeign() {
    return false;
  }

  /** The prompt failed again during this run; sending it again could repeat forever. */
  @Override
  public boolean isBack(DeadLetter letter) {
    return sent.contains(fingerprint(letter.body()));
  }

  @Override
  public DeadLetter prepared(DeadLetter letter) {
    return letters.whole(letter);
  }

  @Override
  public void carryOut(List<DeadLetter> selected) {
    Map<String, Requeued> requeued = new HashMap<>();
    List<Outgoing> outgoing = new ArrayList<>();
    for (DeadLetter letter : selected) {
      RedrivenBody body = RedrivenBody.of(letter);
      try {
        if (body.keepsId()) {
          requeued.put(letter.messageId(), records.requeue(letter, body.text()));
        }
        outgoing.add(new Outgoing(letter, body));
      } catch (StoreException | RecordChangedException e) {
        run.failed(letter, "The record could not be set to queued: " + e.getMessage());
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
    String what = "The message was not sent: ";
    if (requeued != null && why.certain()) {
      try {
        records.undo(requeued);
      } catch (StoreException e) {
        what = "The message was not sent, but the record says queued: ";
      }
    }
    run.failed(letter, what + why.why());
  }

  private void delete(List<DeadLetter> done) {
    Map<String, String> notDeleted = run.delete(done);
    for (DeadLetter letter : done) {
      String why = notDeleted.get(letter.messageId());
      if (why == null) {
        run.done(letter, null);
      } else {
        run.failed(letter, "The message was sent, but the letter could not be deleted: " + why);
      }
    }
  }

  private static UUID fingerprint(String body) {
    return UUID.nameUUIDFromBytes(body.getBytes(StandardCharsets.UTF_8));
  }
}
