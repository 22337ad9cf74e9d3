package dev.caravan.queue.deadletters;

import dev.caravan.store.StoreException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Lists dead letters without changing them: all are given back. */
public final class DeadLetterListing {

  /** How long the letters stay hidden if the process dies during the listing. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  /**
   * @param size number of letters, approximately, from SQS
   */
  public record Page(List<DeadLetter> letters, int size) {

    /** Number of letters on this page by reason. */
    public Map<String, Long> byReason() {
      return letters.stream()
          .collect(Collectors.groupingBy(DeadLetter::reason, TreeMap::new, Collectors.counting()));
    }
  }

  private final DeadLetterQueue queue;
  private final LetterRecords letters;

  public DeadLetterListing(DeadLetterQueue queue, LetterRecords letters) {
    this.queue = queue;
    this.letters = letters;
  }

  /**
   * @param limit maximum number of letters, in the order in which SQS delivers them
   */
  public Page look(int limit) {
    int size = queue.size();
    Map<String, DeadLetter> seen = new LinkedHashMap<>();
    try {
      while (seen.size() < limit) {
        List<DeadLetter> taken =
            queue.take(Math.min(DeadLetterQueue.BATCH, limit - seen.size()), LOOK);
        int before = seen.size();
        seen.putAll(
            taken.stream()
                .collect(
                    Collectors.toMap(DeadLetter::messageId, Function.identity(), (a, b) -> b)));
        if (seen.size() == before) {
          break;
        }
      }
      List<DeadLetter> shown = seen.values().stream().map(this::judged).toList();
      return new Page(shown, Math.max(size, seen.size()));
    } finally {
      queue.giveBack(seen.values());
    }
  }

  /** Without S3, the letters are still listed, as they call themselves. */
  private DeadLetter judged(DeadLetter letter) {
    try {
      return letters.judged(letter);
    } catch (StoreException e) {
      return letter;
    }
  }
}
