package dev.caravan.queue.deadletters;

import dev.caravan.queue.deadletters.Redrive.Order;
import dev.caravan.store.Records;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.apache.camel.CamelContext;

/**
 * Deletes dead letters that need no other try. Their records keep the failure; the record of a
 * message that SQS moved itself becomes failed.
 */
public final class Discard {

  private final DeadLetterQueue deadLetters;
  private final Records records;
  private final LetterRecords letters;

  public Discard(DeadLetterQueue deadLetters, Records records, LetterRecords letters) {
    this.deadLetters = deadLetters;
    this.records = records;
    this.letters = letters;
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
    LetterRun run = new LetterRun(deadLetters, letters, order);
    return run.run(new DiscardRun(run, records), stop, progress);
  }
}
