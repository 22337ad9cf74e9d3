package dev.caravan.queue.deadletters;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A look at the dead letters that changes nothing: all are given back. */
public final class DeadLetterListing {

  /** Whoever dies while looking hides them for no longer. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  /**
   * @param size letters there are, as SQS guesses it
   */
  public record Page(List<DeadLetter> letters, int size) {

    /** How many of the letters of this page have which reason. */
    public Map<String, Long> byReason() {
      return letters.stream()
          .collect(Collectors.groupingBy(DeadLetter::reason, TreeMap::new, Collectors.counting()));
    }
  }

  private final DeadLetterQueue queue;

  public DeadLetterListing(DeadLetterQueue queue) {
    this.queue = queue;
  }

  /**
   * @param limit letters at most, in the order in which SQS gives them
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
      return new Page(List.copyOf(seen.values()), Math.max(size, seen.size()));
    } finally {
      queue.giveBack(seen.values());
    }
  }
}
