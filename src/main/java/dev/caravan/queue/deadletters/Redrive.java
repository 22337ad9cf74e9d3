package dev.caravan.queue.deadletters;

import dev.caravan.store.Records;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.apache.camel.CamelContext;

/** Gives dead letters another try; a {@link RedriveRun} says how. */
public final class Redrive {

  private final DeadLetterQueue deadLetters;
  private final PromptQueue prompts;
  private final Records records;

  public Redrive(DeadLetterQueue deadLetters, PromptQueue prompts, Records records) {
    this.deadLetters = deadLetters;
    this.prompts = prompts;
    this.records = records;
  }

  /**
   * What a route asks for.
   *
   * @param dryRun say what would be done, and change nothing
   */
  public record Order(Selection selection, boolean dryRun) {}

  /** Runs until it is done, or the service stops. */
  public RedriveReport carryOut(Order order, CamelContext context) {
    return run(order, () -> context.getStatus().isStopping(), looked -> {});
  }

  /**
   * @param stop asked before every batch
   * @param progress told after every batch how many letters have been looked at
   * @throws DeadLetterQueueException where not even the first letters could be read
   */
  public RedriveReport run(Order order, BooleanSupplier stop, IntConsumer progress) {
    return new RedriveRun(deadLetters, prompts, new RequeuedRecords(records), order)
        .run(stop, progress);
  }
}
