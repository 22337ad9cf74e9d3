package dev.caravan.queue.deadletters;

import dev.caravan.store.Records;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.apache.camel.CamelContext;

/** Sends dead letters back to the queue of prompts; {@link RedriveRun} has the procedure. */
public final class Redrive {

  private final DeadLetterQueue deadLetters;
  private final PromptQueue prompts;
  private final RequeuedRecords records;
  private final LetterRecords letters;

  public Redrive(
      DeadLetterQueue deadLetters, PromptQueue prompts, Records records, LetterRecords letters) {
    this.deadLetters = deadLetters;
    this.prompts = prompts;
    this.records = new RequeuedRecords(records);
    this.letters = letters;
  }

  /**
   * The request of a route.
   *
   * @param dryRun report what would be done without changing anything
   */
  public record Order(Selection selection, boolean dryRun) {}

  /** Runs until all letters are processed, or the service stops. */
  public RedriveReport carryOut(Order order, CamelContext context) {
    return run(order, () -> context.getStatus().isStopping(), looked -> {});
  }

  /**
   * @param stop checked before every batch
   * @param progress receives the number of letters read so far, after every batch
   * @throws DeadLetterQueueException if the first letters can't be read
   */
  public RedriveReport run(Order order, BooleanSupplier stop, IntConsumer progress) {
    LetterRun run = new LetterRun(deadLetters, letters, order);
    return run.run(new RedriveRun(run, prompts, records, letters), stop, progress);
  }
}
