package dev.caravan.queue.deadletters;

import dev.caravan.queue.deadletters.Redrive.Order;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.apache.camel.CamelContext;

/** Deletes dead letters that need no other try. Their records keep the failure. */
public final class Discard {

  private final DeadLetterQueue deadLetters;

  public Discard(DeadLetterQueue deadLetters) {
    this.deadLetters = deadLetters;
  }

  /** Runs until all letters are processed, or the service stops. */
  public RedriveReport carryOut(Order order, CamelContext context) {
    return run(order, () -> context.getStatus().isStopping(), looked -> {});
  }

  /**
   * @param stop checked before every batch
   * @param progress receives the number of letters read so far, after every batch
   * @return the discarded letters are those that it calls redriven
   * @throws DeadLetterQueueException if the first letters can't be read
   */
  public RedriveReport run(Order order, BooleanSupplier stop, IntConsumer progress) {
    return new DiscardRun(deadLetters, order).run(stop, progress);
  }
}
