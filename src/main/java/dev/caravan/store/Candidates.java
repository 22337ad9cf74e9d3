package dev.caravan.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The positions in the index that a search looks at, newest first. Lists them when needed. */
final class Candidates {

  /** As many as S3 lists in one answer. */
  private static final int PAGE = 1000;

  private final Listing listing;
  private final SearchFilter filter;
  private final CallBudget calls;
  private final Deque<String> listed = new ArrayDeque<>();
  private String at;
  private boolean isListed;
  private boolean isStopped;

  /**
   * @param before the position after which to begin; null for the newest
   */
  Candidates(Listing listing, SearchFilter filter, String before, CallBudget calls) {
    this.listing = listing;
    this.filter = filter;
    this.calls = calls;
    this.at = filter.startAfter(before);
  }

  /**
   * @return the next position, which stays the next one; null at the end, or if no call is left to
   *     find it
   */
  String peek() {
    while (listed.isEmpty() && !isListed && !isStopped) {
      if (calls.spend()) {
        list();
      } else {
        isStopped = true;
      }
    }
    return listed.peek();
  }

  private void list() {
    List<String> page = listing.cursors(PAGE, at);
    isListed = page.size() < PAGE;
    for (String cursor : page) {
      if (!filter.isBeforeTheEnd(cursor)) {
        isListed = true;
        return;
      }
      listed.add(cursor);
      at = cursor;
    }
  }

  String next() {
    peek();
    return listed.remove();
  }

  /** True if there may be more, but no call is left to find them. */
  boolean isStopped() {
    return isStopped;
  }
}
