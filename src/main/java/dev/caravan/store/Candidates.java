package dev.caravan.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The generations that a search looks at, newest first: from segments if there are any, and
 * otherwise from the index. Reads them when needed.
 */
final class Candidates {

  /**
   * A generation to look at.
   *
   * @param entry what is known without its record; null if only the record can tell
   */
  record Candidate(String cursor, SearchEntry entry) {

    boolean mayPass(SearchFilter filter) {
      return entry == null || entry.mayPass(filter);
    }
  }

  /** As many as S3 lists in one answer. */
  private static final int PAGE = 1000;

  private final Listing listing;
  private final SearchObjects objects;
  private final SearchFilter filter;
  private final CallBudget calls;
  private final Deque<Candidate> ready = new ArrayDeque<>();
  private SearchMap map;
  private SearchMarks marks;
  private String at;
  private boolean isAtEnd;
  private boolean isStopped;

  /**
   * @param before the position behind which to begin; null for the newest
   */
  Candidates(
      Listing listing,
      SearchObjects objects,
      SearchFilter filter,
      String before,
      CallBudget calls) {
    this.listing = listing;
    this.objects = objects;
    this.filter = filter;
    this.calls = calls;
    String first = filter.startAfter(before);
    this.at = first == null ? "" : first;
  }

  /**
   * @return the next one, which stays the next one; null at the end, or if no call is left to find
   *     it
   */
  Candidate peek() {
    while (ready.isEmpty() && !isAtEnd && !isStopped) {
      if (calls.spend()) {
        load();
      } else {
        isStopped = true;
      }
    }
    return ready.peek();
  }

  Candidate next() {
    peek();
    return ready.remove();
  }

  /** True if there may be more, but no call is left to find them. */
  boolean isStopped() {
    return isStopped;
  }

  /** Makes one call. */
  private void load() {
    if (map == null) {
      map = objects.readMap().map();
      return;
    }
    Optional<SearchSegment> segment = map.at(at);
    if (segment.isEmpty()) {
      list(map.nextBehind(at));
    } else if (!knownMarks().isKnownTo(segment.get().last())) {
      marks.list();
    } else {
      read(segment.get());
    }
  }

  private void list(String end) {
    List<String> page = listing.cursors(PAGE, at.isEmpty() ? null : at);
    for (String cursor : page) {
      if (cursor.compareTo(end) > 0) {
        moveTo(end);
        return;
      }
      offer(new Candidate(cursor, null));
    }
    if (page.size() < PAGE) {
      moveTo(end);
    }
  }

  /** A segment whose object is lost is a gap: its records are read instead. */
  private void read(SearchSegment segment) {
    Optional<List<SearchEntry>> entries =
        segment.key() == null ? Optional.of(List.of()) : objects.readSegment(segment.key());
    if (entries.isEmpty()) {
      map = map.without(segment::equals);
      return;
    }
    TreeMap<String, Candidate> all = new TreeMap<>();
    entries.get().forEach(entry -> all.put(entry.cursor(), new Candidate(entry.cursor(), entry)));
    marks
        .between(at, segment.last())
        .forEach(cursor -> all.put(cursor, new Candidate(cursor, null)));
    List.copyOf(all.tailMap(at, false).values()).forEach(this::offer);
    moveTo(segment.last());
  }

  private SearchMarks knownMarks() {
    if (marks == null) {
      marks = new SearchMarks(objects, at);
    }
    return marks;
  }

  private void offer(Candidate candidate) {
    if (filter.isBeforeTheEnd(candidate.cursor())) {
      ready.add(candidate);
      at = candidate.cursor();
    } else {
      isAtEnd = true;
    }
  }

  private void moveTo(String position) {
    at = position;
    isAtEnd = isAtEnd || position.equals(SearchMap.END) || !filter.isBeforeTheEnd(position);
  }
}
