package dev.caravan.store;

import dev.caravan.generation.Generation;

/** The queue, as far as the sweep needs it. */
public interface Carrier {

  /**
   * Sends a prompt to the queue.
   *
   * @return the MessageId
   */
  String send(Generation generation);

  /** Whether SQS counts no message at all: none waiting, delayed or received. */
  boolean isEmpty();
}
