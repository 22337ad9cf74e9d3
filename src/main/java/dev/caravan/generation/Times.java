package dev.caravan.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;

/**
 * When each stage of a generation was reached; a stage that was not reached is null.
 *
 * @param sent when SQS accepted the prompt
 * @param cancelled when a caller took the prompt back
 * @param deleted when a caller deleted the generation, and its result with it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Times(
    Instant received,
    Instant sent,
    Instant claimed,
    Instant invoked,
    Instant answered,
    Instant stored,
    Instant cancelled,
    Instant deleted) {

  public static Times receivedAt(Instant now) {
    return new Times(now, null, null, null, null, null, null, null);
  }

  public Times withSent(Instant at) {
    return new Times(received, at, claimed, invoked, answered, stored, cancelled, deleted);
  }

  /** When it was sent for the last time, or else received. */
  public Instant lastSent() {
    return sent == null ? received : sent;
  }

  /**
   * Begins a new attempt: the stages of an earlier attempt are cleared, except the time of its last
   * model call, from which the next call must keep its distance.
   */
  public Times withClaimed(Instant at) {
    return new Times(received, sent, at, invoked, null, null, null, null);
  }

  public Times withInvoked(Instant at) {
    return new Times(received, sent, claimed, at, null, null, null, null);
  }

  public Times withAnswered(Instant at) {
    return new Times(received, sent, claimed, invoked, at, null, null, null);
  }

  public Times withStored(Instant at) {
    return new Times(received, sent, claimed, invoked, answered, at, null, null);
  }

  Times withCancelled(Instant at) {
    return new Times(received, sent, claimed, invoked, answered, stored, at, deleted);
  }

  /**
   * @param at null if it is to be tried again
   */
  Times withDeleted(Instant at) {
    return new Times(received, sent, claimed, invoked, answered, stored, cancelled, at);
  }
}
