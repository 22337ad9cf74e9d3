package dev.caravan.model;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;
import java.time.Duration;

/**
 * The model has answered, but other answers occupied the memory for answers for too long. The call
 * may have been billed.
 */
public class NoMemoryException extends ReasonedException {

  NoMemoryException(long bytes, Duration waited) {
    super(
        Reason.THROTTLED,
        "The model's answer of %,d bytes waited %d s for memory and got none; try again later."
            .formatted(bytes, waited.toSeconds()),
        null);
  }

  /** False, because a retry within the call would only wait for memory again. */
  @Override
  public boolean mayBeRetried() {
    return false;
  }
}
