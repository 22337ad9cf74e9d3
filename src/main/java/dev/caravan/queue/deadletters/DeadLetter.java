package dev.caravan.queue.deadletters;

import dev.caravan.generation.Generation;
import dev.caravan.generation.Prompt;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * One message of the dead-letter queue.
 *
 * @param message as SQS delivered it
 * @param id of the generation; null without an envelope and a prompt. The one that the envelope
 *     names if its origin is unconfirmed
 * @param reason a {@link dev.caravan.generation.Reason}, {@value #RECEIVE_LIMIT} or {@value
 *     #FOREIGN}
 * @param detail what was wrong; null if unknown
 * @param failedAt in ISO 8601, from the envelope; null without an envelope
 * @param attempts number of claims, as in the record; null without an envelope
 * @param body of the message that failed, as it was sent
 * @param attributes of the message that failed
 * @param prompt in the body; empty if this version can't read it either
 * @param kept how much of the body the letter contains
 */
public record DeadLetter(
    Message message,
    Origin origin,
    String id,
    String reason,
    String detail,
    String failedAt,
    Integer attempts,
    String model,
    String body,
    Map<String, MessageAttributeValue> attributes,
    Optional<Prompt> prompt,
    Kept kept) {

  /** SQS moved the message here because it was received too often. It has no envelope. */
  public static final String RECEIVE_LIMIT = "RECEIVE_LIMIT";

  /**
   * Caravan did not write it: it is no prompt, or an envelope of a later version, or one that no
   * record confirms. A redrive does not touch it.
   */
  public static final String FOREIGN = "FOREIGN";

  /** How a message came into the dead-letter queue. */
  public enum Origin {
    ENVELOPE,
    /** An envelope whose id has no record, or the record of another message. */
    UNCONFIRMED,
    MOVED_BY_SQS,
    FOREIGN
  }

  /** How much of the failed message's body is in the letter. */
  public enum Content {
    WHOLE,
    /** The body is in S3. */
    STORED,
    /** Only the beginning: S3 did not accept the body. It can't be sent again. */
    CUT
  }

  /**
   * What the letter contains of the failed message's body.
   *
   * @param digest the SHA-256 of a stored body; null for others
   * @param fingerprint of the generation, as the envelope of a stored or cut body names it; null
   *     for a whole body, which shows it
   */
  public record Kept(Content content, String digest, String fingerprint) {

    static final Kept WHOLE = new Kept(Content.WHOLE, null, null);
  }

  static DeadLetter foreign(Message message, String why) {
    return new DeadLetter(
        message,
        Origin.FOREIGN,
        null,
        FOREIGN,
        why,
        null,
        null,
        null,
        message.body(),
        message.messageAttributes(),
        Optional.empty(),
        Kept.WHOLE);
  }

  /** The letter with the body that was stored in S3. */
  DeadLetter withBody(String stored, Optional<Prompt> read) {
    return new DeadLetter(
        message,
        origin,
        id,
        reason,
        detail,
        failedAt,
        attempts,
        model,
        stored,
        attributes,
        read,
        Kept.WHOLE);
  }

  /** The letter as one that Caravan leaves alone. */
  DeadLetter unconfirmed(String why) {
    return new DeadLetter(
        message,
        Origin.UNCONFIRMED,
        id,
        FOREIGN,
        why,
        failedAt,
        attempts,
        model,
        body,
        attributes,
        prompt,
        kept);
  }

  /**
   * Whether the message in the letter is the one of the record. Anyone who may send messages can
   * write an envelope with any id, but its prompt is then another one.
   */
  boolean isOf(Generation record) {
    String fingerprint = record.fingerprint();
    if (content() != Content.WHOLE) {
      return fingerprint.equals(kept.fingerprint());
    }
    return prompt.map(Prompt::fingerprint).filter(fingerprint::equals).isPresent()
        || fingerprint.equals(Generation.fingerprintOfUnreadable(body))
        // An interrupted redrive has changed the record, and the letter is still there.
        || fingerprint.equals(Generation.fingerprintOfUnreadable(RedrivenBody.of(this).text()));
  }

  public Content content() {
    return kept.content();
  }

  /** Whether Caravan did not write it. Only {@link LetterRecords#judged} knows for an envelope. */
  public boolean isForeign() {
    return origin == Origin.FOREIGN || origin == Origin.UNCONFIRMED;
  }

  public String messageId() {
    return message.messageId();
  }

  /** When SQS accepted the envelope, or the message that SQS moved later. */
  public Optional<Instant> sentAt() {
    return Optional.ofNullable(message.attributes().get(MessageSystemAttributeName.SENT_TIMESTAMP))
        .map(Long::valueOf)
        .map(Instant::ofEpochMilli);
  }
}
