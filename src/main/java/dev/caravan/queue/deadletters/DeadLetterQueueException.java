package dev.caravan.queue.deadletters;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/** The dead-letter queue can't be read. */
public final class DeadLetterQueueException extends ReasonedException {

  DeadLetterQueueException(String message, Throwable cause) {
    super(Reason.QUEUE, message, cause);
  }
}
