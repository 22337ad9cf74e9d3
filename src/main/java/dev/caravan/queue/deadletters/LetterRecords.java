package dev.caravan.queue.deadletters;

import dev.caravan.generation.Generation;
import dev.caravan.generation.PromptReader;
import dev.caravan.queue.deadletters.DeadLetter.Content;
import dev.caravan.queue.deadletters.DeadLetter.Origin;
import dev.caravan.store.Records;
import dev.caravan.store.StoreException;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Compares dead letters with the records. Anyone who may send messages can write an envelope, so
 * only the record of its id shows whether Caravan wrote it. Listing, redrive and discard all ask
 * here which letters are foreign.
 */
public final class LetterRecords {

  private final Records records;
  private final RequeuedRecords requeued;
  private final LetterReader reader;
  private final LetterBodies bodies;

  public LetterRecords(Records records, LetterBodies bodies, PromptReader prompts) {
    this.bodies = bodies;
    this.records = records;
    this.requeued = new RequeuedRecords(records);
    this.reader = new LetterReader(prompts);
  }

  /**
   * The letter, with its origin and reason by the records: an envelope is unconfirmed, and so
   * foreign, unless the record of its id belongs to its message. Caravan writes the record before
   * the letter.
   *
   * @throws StoreException if the record can't be read
   */
  DeadLetter judged(DeadLetter letter) {
    DeadLetter ours = unwrapped(letter);
    if (ours.origin() != Origin.ENVELOPE) {
      return ours;
    }
    Optional<Generation> record = records.find(ours.id());
    if (record.isEmpty()) {
      return ours.unconfirmed(
          "There is no record of " + ours.id() + ", so Caravan did not write this letter.");
    }
    return ours.isOf(record.get())
        ? ours
        : ours.unconfirmed(
            "The record of " + ours.id() + " belongs to another message than this one.");
  }

  /**
   * The letter, or the letter inside it: Caravan once refused envelopes that AWS's own redrive had
   * moved to the queue of prompts. Reads a record only if there is a letter inside.
   */
  private DeadLetter unwrapped(DeadLetter letter) {
    return inside(letter).filter(this::isConfirmed).orElse(letter);
  }

  private Optional<DeadLetter> inside(DeadLetter letter) {
    return letter.origin() == Origin.ENVELOPE && reader.isEnvelope(letter.body())
        ? Optional.of(reader.read(letter.message().toBuilder().body(letter.body()).build()))
        : Optional.empty();
  }

  /**
   * The letter with its whole body.
   *
   * @throws StoreException if the body can't be read, or only its beginning was kept
   */
  DeadLetter whole(DeadLetter letter) {
    return switch (letter.content()) {
      case WHOLE -> letter;
      case STORED ->
          bodies
              .read(letter.id(), letter.kept().digest())
              .map(body -> reader.withBody(letter, body))
              .orElseThrow(
                  () ->
                      new StoreException(
                          "The body of this letter is no longer in S3, so it can't be sent again."));
      case CUT ->
          throw new StoreException(
              "The letter contains only the beginning of its message, so it can't be sent again.");
    };
  }

  private boolean isConfirmed(DeadLetter letter) {
    return letter.origin() == Origin.ENVELOPE
        && records.find(letter.id()).filter(letter::isOf).isPresent();
  }

  /**
   * The letter that AWS's own redrive moved to the queue of prompts. Its failed record becomes
   * {@code queued}, so that the prompt is tried again.
   *
   * @return empty if the body is no envelope, or no record confirms it
   */
  public Optional<DeadLetter> returned(String body, String messageId) {
    if (body == null || !reader.isEnvelope(body)) {
      return Optional.empty();
    }
    Message message = Message.builder().messageId(messageId).body(body).build();
    Optional<DeadLetter> confirmed =
        Optional.of(unwrapped(reader.read(message)))
            .filter(letter -> letter.origin() == Origin.ENVELOPE && letter.content() != Content.CUT)
            .map(this::whole)
            .filter(this::isConfirmed);
    confirmed.ifPresent(letter -> requeued.requeue(letter, letter.body()));
    return confirmed;
  }
}
