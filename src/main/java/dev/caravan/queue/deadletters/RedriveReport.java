package dev.caravan.queue.deadletters;

import java.util.List;

/**
 * The outcome of a redrive or a discard.
 *
 * @param dryRun nothing was changed; {@code redriven} are the letters that would have been sent
 * @param looked number of letters read
 * @param failed letters that match and are still in the queue, each with the reason
 * @param foreign messages that Caravan did not write and that were not touched, each with the
 *     reason
 * @param unmatched number of letters that the selection excludes
 * @param cameBack letters of prompts that this run had sent and that have already failed again
 * @param missing requested ids that were not found
 * @param ended why the run ended before it had read all letters; null if it did not
 */
public record RedriveReport(
    boolean dryRun,
    int looked,
    List<Letter> redriven,
    List<Letter> failed,
    List<Letter> foreign,
    int unmatched,
    int cameBack,
    List<String> missing,
    String ended) {

  /**
   * @param id of the generation; null for a message without one
   * @param detail what was wrong; null if nothing was
   */
  public record Letter(String id, String messageId, String reason, String detail) {

    static Letter of(DeadLetter letter, String detail) {
      return new Letter(letter.id(), letter.messageId(), letter.reason(), detail);
    }
  }

  /** Whether everything requested was done. */
  public boolean isComplete() {
    return failed.isEmpty() && missing.isEmpty() && ended == null;
  }
}
