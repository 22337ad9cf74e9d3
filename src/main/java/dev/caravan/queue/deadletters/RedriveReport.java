package dev.caravan.queue.deadletters;

import java.util.List;

/**
 * What a redrive did.
 *
 * @param dryRun nothing was changed: {@code redriven} are those that would have been
 * @param looked letters looked at
 * @param failed letters that match and still lie there, each with why
 * @param foreign messages that are not ours and were left alone, each with why
 * @param unmatched letters that were not asked for
 * @param cameBack letters of prompts that this very run had sent: they failed again already
 * @param missing ids that were asked for and not found
 * @param ended why it ended before it had looked at everything; null where it did not
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
   * @param id the generation's; null for a foreign message
   * @param detail what was wrong; null where nothing was
   */
  public record Letter(String id, String messageId, String reason, String detail) {

    static Letter of(DeadLetter letter, String detail) {
      return new Letter(letter.id(), letter.messageId(), letter.reason(), detail);
    }
  }

  /** Everything that was asked for was done. */
  public boolean isComplete() {
    return failed.isEmpty() && missing.isEmpty() && ended == null;
  }
}
