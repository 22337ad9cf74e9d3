package dev.caravan.queue.deadletters;

import dev.caravan.generation.GenerationId;
import dev.caravan.generation.Reason;
import dev.caravan.words.KnownWords;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The letters to redrive or discard. A part that is not set matches all letters.
 *
 * @param reason null for any
 * @param ids of generations; empty for any
 * @param limit maximum number of letters
 */
public record Selection(String reason, Set<String> ids, int limit) {

  private static final List<String> REASONS =
      Stream.concat(
              Arrays.stream(Reason.values()).map(Reason::name), Stream.of(DeadLetter.RECEIVE_LIMIT))
          .toList();

  /**
   * @param reason null for any; lower case is accepted
   * @param ids null or empty for any
   * @param limit null for all
   * @throws IllegalArgumentException if a value is wrong; the message says what would be right
   */
  public static Selection of(String reason, List<String> ids, Integer limit) {
    String wanted = reason == null ? null : reason.toUpperCase(Locale.ROOT).replace('-', '_');
    if (wanted != null && !REASONS.contains(wanted)) {
      throw new IllegalArgumentException(
          "There is no reason \"%s\". %s"
              .formatted(shown(reason), new KnownWords(REASONS).hint(reason)));
    }
    Set<String> names = new LinkedHashSet<>(ids == null ? List.of() : ids);
    for (String id : names) {
      if (!GenerationId.isValid(id)) {
        throw new IllegalArgumentException(
            "\"%s\" is not a valid id; ids are 1 to 128 characters of A-Z, a-z, 0-9, '-' and '_'."
                .formatted(id == null ? "null" : shown(id)));
      }
    }
    if (limit != null && limit < 1) {
      throw new IllegalArgumentException(
          "The limit is " + limit + "; it must be a whole number from 1.");
    }
    return new Selection(wanted, names, limit == null ? Integer.MAX_VALUE : limit);
  }

  /**
   * Like {@link #of}, for letters that are deleted. {@link DeadLetter#FOREIGN} selects exactly the
   * messages that a listing calls foreign and a redrive leaves alone.
   *
   * @throws IllegalArgumentException also if neither a reason nor an id is given
   */
  public static Selection toDiscard(String reason, List<String> ids, Integer limit) {
    if (reason == null && (ids == null || ids.isEmpty())) {
      throw new IllegalArgumentException(
          "A discard deletes letters forever, so it needs a reason or ids.");
    }
    if (DeadLetter.FOREIGN.equalsIgnoreCase(reason)) {
      Selection others = of(null, ids, limit);
      return new Selection(DeadLetter.FOREIGN, others.ids(), others.limit());
    }
    return of(reason, ids, limit);
  }

  boolean isForForeign() {
    return DeadLetter.FOREIGN.equals(reason);
  }

  boolean matches(DeadLetter letter) {
    return (reason == null || reason.equals(letter.reason()))
        && (ids.isEmpty() || ids.contains(letter.id()));
  }

  private static String shown(String word) {
    String cut = word.length() > 40 ? word.substring(0, 40) + "…" : word;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
