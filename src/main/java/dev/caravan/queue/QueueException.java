package dev.caravan.queue;

import dev.caravan.generation.Reason;
import dev.caravan.generation.ReasonedException;

/** SQS can't be reached, so it may or may not have the message. */
public final class QueueException extends ReasonedException {

  QueueException(Throwable cause) {
    super(Reason.QUEUE, "The queue (SQS) can't be reached; try again later.", cause);
  }
}
