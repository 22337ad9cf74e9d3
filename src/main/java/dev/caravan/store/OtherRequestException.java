package dev.caravan.store;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/** The same id or Idempotency-Key came with another request before. */
public class OtherRequestException extends ReasonedException {

  public OtherRequestException(String id) {
    super(
        Reason.INVALID_PROMPT,
        "Generation "
            + id
            + " belongs to another request; use a new Idempotency-Key (or id) for a new prompt.",
        null);
  }
}
