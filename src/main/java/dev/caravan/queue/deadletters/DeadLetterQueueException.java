package dev.caravan.queue.deadletters;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/** SQS does not let us at the dead letters. */
public final class DeadLetterQueueException extends ReasonedException {

  DeadLetterQueueException(String message, Throwable cause) {
    super(Reason.QUEUE, message, cause);
  }
}
