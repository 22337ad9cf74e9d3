package dev.caravan.store;

import dev.caravan.generation.Generation;
import dev.caravan.generation.State;
import java.time.Instant;
import java.util.Locale;

/**
 * Which generations a search wants. A null component accepts all. Times are compared in whole
 * milliseconds, as in the index.
 *
 * @param model catalogue id in the record
 * @param text a part of the prompt; upper and lower case are the same
 * @param caller name of the caller in the record
 * @param from the earliest time of receipt
 * @param to the time before which the prompt was received
 */
public record SearchFilter(
    State status, String model, String text, String caller, Instant from, Instant to) {

  /** Accepts every generation. */
  public static final SearchFilter ALL = new SearchFilter(null, null, null, null, null, null);

  public SearchFilter {
    text = text == null ? null : folded(text);
  }

  static String folded(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Whether the index alone shows what it wants. */
  boolean isPeriod() {
    return status == null && model == null && text == null && caller == null;
  }

  boolean accepts(Generation generation) {
    return (status == null || status == generation.state())
        && (model == null || model.equals(generation.model()))
        && (caller == null || caller.equals(generation.caller()))
        && (text == null
            || generation.prompt() != null && folded(generation.prompt().text()).contains(text));
  }

  /**
   * The position after which to look.
   *
   * @param before the end of the previous page; null for the first page
   */
  String startAfter(String before) {
    String first = to == null ? null : Keys.cursorBehind(to);
    return before == null || first != null && first.compareTo(before) > 0 ? first : before;
  }

  /** Whether the generation at this position was not received too early. */
  boolean isBeforeTheEnd(String cursor) {
    return from == null || cursor.compareTo(Keys.cursorBehind(from)) < 0;
  }
}
