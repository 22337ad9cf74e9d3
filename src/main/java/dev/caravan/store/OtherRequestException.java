package dev.caravan.store;

import dev.caravan.generation.Generation;
import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/** An earlier, different request used the same id or Idempotency-Key. */
public class OtherRequestException extends ReasonedException {

  public OtherRequestException(String id) {
    super(
        Reason.INVALID_PROMPT,
        "Generation "
            + id
            + " belongs to another request; use a new Idempotency-Key (or id) for a new prompt.",
        null);
  }

  /**
   * @throws OtherRequestException if the record was made by another request than {@code accepted}
   */
  static void requireSame(Generation accepted, Generation record) {
    if (!record.fingerprint().equals(accepted.fingerprint())) {
      throw new OtherRequestException(record.id());
    }
  }
}
