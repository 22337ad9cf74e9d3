package dev.caravan.queue;

import dev.caravan.generation.Failure;
import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;
import java.time.Duration;

/** The prompt waited on the queue longer than {@code CARAVAN_QUEUE_LONGEST_WAIT_HOURS}. */
final class ExpiredException extends ReasonedException {

  /**
   * @param last failure of the prompt; null if it was never tried, or its record does not say
   */
  ExpiredException(Duration waited, Failure last) {
    super(
        Reason.EXPIRED,
        "The prompt waited on the queue for %d h %d min. "
                .formatted(waited.toHours(), waited.toMinutesPart())
            + (last == null
                ? "It was never tried."
                : "Its last failure: %s: %s".formatted(last.reason(), last.detail())),
        null);
  }
}
