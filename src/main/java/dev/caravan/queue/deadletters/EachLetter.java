package dev.caravan.queue.deadletters;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Reads the letters of the dead-letter queue, each once. They stay hidden until the end, so that an
 * empty receive means that all were read. Then those that were not deleted are given back.
 */
final class EachLetter {

  /** Much longer than a batch takes, including the retries of S3 and SQS calls. */
  private static final Duration HIDDEN = Duration.ofMinutes(5);

  /** Consecutive receives with only known letters after which all were read. */
  private static final int NOTHING_NEW = 3;

  private final DeadLetterQueue deadLetters;
  private final Map<String, DeadLetter> held = new LinkedHashMap<>();
  private final Set<String> looked = new HashSet<>();
  private String ended;

  EachLetter(DeadLetterQueue deadLetters) {
    this.deadLetters = deadLetters;
  }

  /**
   * @param isMoreWanted checked before every batch
   * @param stop checked before every batch; ends the run early
   * @param work receives up to ten letters that it has not received before
   * @param progress receives the number of letters read so far, after every batch
   * @throws DeadLetterQueueException if the first letters can't be read
   */
  void run(
      BooleanSupplier isMoreWanted,
      BooleanSupplier stop,
      Consumer<List<DeadLetter>> work,
      IntConsumer progress) {
    try {
      int nothingNew = 0;
      while (isMoreWanted.getAsBoolean() && nothingNew < NOTHING_NEW) {
        if (stop.getAsBoolean()) {
          ended = "The run was stopped.";
          break;
        }
        List<DeadLetter> taken = take();
        if (taken.isEmpty()) {
          break;
        }
        List<DeadLetter> unseen =
            taken.stream().filter(letter -> looked.add(letter.messageId())).toList();
        nothingNew = unseen.isEmpty() ? nothingNew + 1 : 0;
        work.accept(unseen);
        progress.accept(looked.size());
      }
    } finally {
      deadLetters.giveBack(held.values());
    }
  }

  private List<DeadLetter> take() {
    try {
      List<DeadLetter> taken = deadLetters.take(DeadLetterQueue.BATCH, HIDDEN);
      // Only the receipt handle of the last receive is valid.
      taken.forEach(letter -> held.put(letter.messageId(), letter));
      return taken;
    } catch (DeadLetterQueueException e) {
      if (looked.isEmpty()) {
        throw e;
      }
      ended = e.getMessage();
      return List.of();
    }
  }

  /**
   * Deletes letters.
   *
   * @return the reason by MessageId for each letter that was not deleted; empty if all were
   */
  Map<String, String> delete(List<DeadLetter> letters) {
    Map<String, String> failed = deadLetters.delete(letters);
    letters.stream()
        .map(DeadLetter::messageId)
        .filter(id -> !failed.containsKey(id))
        .forEach(held::remove);
    return failed;
  }

  /** Number of letters read. */
  int looked() {
    return looked.size();
  }

  /** Why the run ended before it had read all letters; null if it did not. */
  String ended() {
    return ended;
  }
}
