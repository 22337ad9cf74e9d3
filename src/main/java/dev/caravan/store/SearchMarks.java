package dev.caravan.store;

import java.util.NavigableSet;
import java.util.SortedSet;
import java.util.TreeSet;

/** The marks behind a position, as far as they have been listed. */
final class SearchMarks {

  private final NavigableSet<String> cursors = new TreeSet<>();
  private final SearchObjects objects;
  private String next;
  private String knownTo;

  /**
   * @param position behind which marks are needed
   */
  SearchMarks(SearchObjects objects, String position) {
    this.objects = objects;
    this.next = position;
    this.knownTo = position;
  }

  /** Makes one call. */
  void list() {
    SearchObjects.MarkPage page = objects.marks(next);
    page.marks().forEach(mark -> cursors.add(mark.cursor()));
    next = page.next();
    knownTo = next == null ? SearchMap.END : next.substring(0, next.indexOf('!') + 1);
  }

  /** Whether all marks up to this position have been listed. */
  boolean isKnownTo(String position) {
    return next == null || position.compareTo(knownTo) < 0;
  }

  /** The positions of the marks between these two. */
  SortedSet<String> between(String after, String last) {
    return cursors.subSet(after, false, last, true);
  }
}
