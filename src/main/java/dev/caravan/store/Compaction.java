package dev.caravan.store;

import dev.caravan.generation.Generation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Writes what a search needs to know of settled records into segments, so that a search reads few
 * objects. Everything is made from the index and the records: a segment that is lost is made again.
 * Instances may run it at the same time; only one of them can write the map.
 */
final class Compaction {

  /** A record is settled some time after it was received; most have ended by then. */
  private static final Duration SETTLED = Duration.ofHours(1);

  /** Open entries are read again this often. */
  private static final Duration RECHECK = Duration.ofHours(1);

  /** The change that a mark announces has been made long before this. */
  private static final Duration MARK_IS_APPLIED = Duration.ofMinutes(10);

  /** A search that began with an earlier map has ended long before this. */
  private static final Duration ORPHAN = Duration.ofHours(1);

  private static final int TOGETHER = 8;

  /**
   * @param entries the most entries of one segment
   * @param characters the most characters of the texts in one segment
   * @param reads the most records that one run reads for the first time
   */
  record Limits(int entries, int characters, int reads) {}

  private static final Limits USUAL = new Limits(5000, 4_000_000, 1000);

  private final Listing listing;
  private final SearchObjects objects;
  private final Clock clock;
  private final Limits limits;

  Compaction(S3Client s3, String bucket, String prefix, Listing listing) {
    this(listing, new SearchObjects(s3, bucket, prefix), Clock.systemUTC(), USUAL);
  }

  Compaction(Listing listing, SearchObjects objects, Clock clock, Limits limits) {
    this.listing = listing;
    this.objects = objects;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * Makes one run.
   *
   * @return true if another run has work
   * @throws StoreException if S3 fails; the next run continues
   */
  boolean run() {
    Instant now = clock.instant();
    SearchObjects.Version before = objects.readMap();
    List<S3Object> stored = objects.segments();
    Map<String, Long> sizes =
        stored.stream().collect(Collectors.toMap(S3Object::key, S3Object::size));
    // Lost, or overwritten by something else.
    SearchMap map =
        before
            .map()
            .without(
                segment ->
                    segment.key() != null
                        && sizes.getOrDefault(segment.key(), -1L) != segment.bytes());
    String settled = Keys.cursorAt(now.minus(SETTLED).truncatedTo(ChronoUnit.HOURS));
    Optional<SearchMap.Gap> gap = map.gapBehind(settled);
    SearchMap filled = gap.isPresent() ? fill(map, gap.get(), now) : map;
    SearchObjects.MarkPage marks = objects.marks("");
    List<SearchMark> applied =
        marks.marks().stream()
            .filter(mark -> mark.at().plus(MARK_IS_APPLIED).isBefore(now))
            .toList();
    Refreshed refreshed = refresh(filled, applied, now);
    if (!refreshed.map().equals(before.map())
        && !objects.writeMap(refreshed.map(), before.version())) {
      return true;
    }
    refreshed.folded().forEach(mark -> objects.delete(mark.key()));
    deleteOrphans(stored, List.of(before.map(), refreshed.map()), now);
    return refreshed.map().gapBehind(settled).isPresent()
        || !refreshed.folded().isEmpty() && refreshed.folded().size() < applied.size()
        || marks.next() != null;
  }

  /** Makes a segment for the beginning of a gap, or adds its entries to a segment beside it. */
  private SearchMap fill(SearchMap map, SearchMap.Gap gap, Instant now) {
    List<String> page = listing.cursors(limits.reads(), gap.after());
    List<String> cursors =
        page.stream().takeWhile(cursor -> cursor.compareTo(gap.last()) <= 0).toList();
    boolean isWhole = cursors.size() < page.size() || page.size() < limits.reads();
    String last = isWhole ? gap.last() : cursors.get(cursors.size() - 1);
    List<SearchEntry> entries =
        records(cursors).stream().flatMap(Optional::stream).map(SearchEntry::of).toList();
    Optional<SearchSegment> neighbour =
        Stream.of(map.beginningBehind(last), map.endingWith(gap.after()))
            .flatMap(Optional::stream)
            .filter(segment -> hasRoom(segment, entries))
            .findFirst();
    if (neighbour.isEmpty()) {
      return map.with(write(gap.after(), last, entries, now), List.of());
    }
    return added(map, neighbour.get(), gap.after(), last, entries, now);
  }

  private boolean hasRoom(SearchSegment segment, List<SearchEntry> more) {
    return segment.entries() + more.size() <= limits.entries()
        && segment.characters() + characters(more) <= limits.characters();
  }

  private SearchMap added(
      SearchMap map,
      SearchSegment to,
      String after,
      String last,
      List<SearchEntry> entries,
      Instant now) {
    String first = to.after().compareTo(after) < 0 ? to.after() : after;
    String end = to.last().compareTo(last) > 0 ? to.last() : last;
    if (entries.isEmpty()) {
      return map.with(to.covering(first, end), List.of(to));
    }
    Optional<List<SearchEntry>> there = read(to);
    if (there.isEmpty()) {
      // Not readable: the next run fills its place.
      return map.without(to::equals);
    }
    List<SearchEntry> both = new ArrayList<>(there.get());
    both.addAll(entries);
    return map.with(write(first, end, both, now), List.of(to));
  }

  private Optional<List<SearchEntry>> read(SearchSegment segment) {
    return segment.key() == null ? Optional.of(List.of()) : objects.readSegment(segment.key());
  }

  /**
   * @param folded marks that the map no longer needs
   */
  private record Refreshed(SearchMap map, List<SearchMark> folded) {}

  /** Reads records again of which a segment does not know the present state, in one segment. */
  private Refreshed refresh(SearchMap map, List<SearchMark> applied, Instant now) {
    Optional<SearchSegment> marked =
        applied.stream()
            .map(mark -> map.covering(mark.cursor()))
            .flatMap(Optional::stream)
            .findFirst();
    Optional<SearchSegment> due =
        marked.or(
            () ->
                map.segments().stream()
                    .filter(segment -> segment.hasOpenEntriesCheckedBefore(now.minus(RECHECK)))
                    .findFirst());
    if (due.isEmpty()) {
      return new Refreshed(map, List.of());
    }
    SearchSegment segment = due.get();
    List<SearchMark> inside =
        applied.stream().filter(mark -> segment.covers(mark.cursor())).toList();
    Optional<List<SearchEntry>> entries = read(segment);
    if (entries.isEmpty()) {
      return new Refreshed(map.without(segment::equals), List.of());
    }
    TreeMap<String, SearchEntry> all = new TreeMap<>();
    entries.get().forEach(entry -> all.put(entry.cursor(), entry));
    List<String> again =
        Stream.concat(
                all.values().stream().filter(SearchEntry::isOpen).map(SearchEntry::cursor),
                inside.stream().map(SearchMark::cursor))
            .distinct()
            .toList();
    List<Optional<Generation>> records = records(again);
    for (int n = 0; n < again.size(); n++) {
      String cursor = again.get(n);
      records
          .get(n)
          .map(SearchEntry::of)
          .ifPresentOrElse(entry -> all.put(cursor, entry), () -> all.remove(cursor));
    }
    return new Refreshed(
        map.with(
            write(segment.after(), segment.last(), List.copyOf(all.values()), now),
            List.of(segment)),
        inside);
  }

  /** A few at a time, because the threads that read them also read those of callers' lists. */
  private List<Optional<Generation>> records(List<String> cursors) {
    List<Optional<Generation>> read = new ArrayList<>();
    for (int from = 0; from < cursors.size(); from += TOGETHER) {
      int to = Math.min(cursors.size(), from + TOGETHER);
      read.addAll(listing.read(cursors.subList(from, to)));
    }
    return read;
  }

  private SearchSegment write(String after, String last, List<SearchEntry> entries, Instant now) {
    SearchObjects.Written written =
        entries.isEmpty() ? SearchObjects.Written.NOTHING : objects.writeSegment(entries);
    return new SearchSegment(
        written.key(),
        written.bytes(),
        after,
        last,
        entries.size(),
        characters(entries),
        (int) entries.stream().filter(SearchEntry::isOpen).count(),
        now.toEpochMilli());
  }

  private static int characters(List<SearchEntry> entries) {
    return entries.stream().mapToInt(SearchEntry::size).sum();
  }

  private void deleteOrphans(List<S3Object> stored, List<SearchMap> maps, Instant now) {
    Set<String> used =
        maps.stream()
            .flatMap(map -> map.segments().stream())
            .map(segment -> String.valueOf(segment.key()))
            .collect(Collectors.toSet());
    stored.stream()
        .filter(object -> !used.contains(object.key()))
        .filter(object -> object.lastModified().plus(ORPHAN).isBefore(now))
        .forEach(object -> objects.delete(object.key()));
  }
}
