package dev.caravan.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which parts of the index are in segments. Parts between them are searched by the records alone.
 *
 * @param segments newest first; they do not overlap
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record SearchMap(List<SearchSegment> segments) {

  static final SearchMap EMPTY = new SearchMap(List.of());

  /** A position behind all cursors. */
  static final String END = "~";

  /**
   * A part of the index without segments.
   *
   * @param after it begins behind this position
   * @param last it ends with this position
   */
  record Gap(String after, String last) {}

  SearchMap {
    segments = segments == null ? List.of() : List.copyOf(segments);
  }

  /** The segment in which the search goes on behind this position. */
  Optional<SearchSegment> at(String position) {
    return first(segment -> segment.continues(position));
  }

  Optional<SearchSegment> covering(String cursor) {
    return first(segment -> segment.covers(cursor));
  }

  /** Where the next segment behind this position begins; {@link #END} if there is none. */
  String nextBehind(String position) {
    return first(segment -> segment.after().compareTo(position) >= 0)
        .map(SearchSegment::after)
        .orElse(END);
  }

  /** The newest part of the index behind this position that is in no segment. */
  Optional<Gap> gapBehind(String position) {
    String at = position;
    for (Optional<SearchSegment> next = at(at); next.isPresent(); next = at(at)) {
      at = next.get().last();
    }
    return at.equals(END) ? Optional.empty() : Optional.of(new Gap(at, nextBehind(at)));
  }

  /** The segment that ends where another one begins. */
  Optional<SearchSegment> endingWith(String position) {
    return first(segment -> segment.last().equals(position));
  }

  /** The segment that begins where another one ends. */
  Optional<SearchSegment> beginningBehind(String position) {
    return first(segment -> segment.after().equals(position));
  }

  private Optional<SearchSegment> first(Predicate<SearchSegment> wanted) {
    return segments.stream().filter(wanted).findFirst();
  }

  SearchMap without(Predicate<SearchSegment> unwanted) {
    return new SearchMap(segments.stream().filter(unwanted.negate()).toList());
  }

  /** With one segment in the place of others. */
  SearchMap with(SearchSegment added, List<SearchSegment> removed) {
    List<SearchSegment> next =
        new ArrayList<>(
            Stream.concat(
                    segments.stream().filter(segment -> !removed.contains(segment)),
                    Stream.of(added))
                .toList());
    next.sort(Comparator.comparing(SearchSegment::after));
    return new SearchMap(next);
  }
}
