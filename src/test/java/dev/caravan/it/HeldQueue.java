package dev.caravan.it;

import dev.caravan.queue.LeasingSqsClient;
import org.apache.camel.CamelContext;

/**
 * Hands out no message of the queue until it is closed. A suspended route may still process a
 * message, because the polls of its other consumers go on for a second.
 */
final class HeldQueue implements AutoCloseable {

  private final LeasingSqsClient queue;

  private HeldQueue(LeasingSqsClient queue) {
    this.queue = queue;
  }

  static HeldQueue of(CamelContext context) {
    LeasingSqsClient queue =
        context.getRegistry().lookupByNameAndType("sqs", LeasingSqsClient.class);
    queue.pause();
    return new HeldQueue(queue);
  }

  @Override
  public void close() {
    queue.resume();
  }
}
