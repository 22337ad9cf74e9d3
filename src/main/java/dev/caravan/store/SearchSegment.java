package dev.caravan.store;

import java.time.Instant;

/**
 * A part of the index whose entries are in one object. All positions are cursors; a later one is
 * older.
 *
 * @param key of the object; null if there are no entries
 * @param bytes size of the object
 * @param after the segment begins behind this position
 * @param last the segment ends with this position
 * @param entries number of entries
 * @param characters of the texts in all entries
 * @param open entries of generations that had not ended
 * @param checkedMillis when the open entries were last read, in milliseconds since 1970
 */
record SearchSegment(
    String key,
    long bytes,
    String after,
    String last,
    int entries,
    int characters,
    int open,
    long checkedMillis) {

  /** Whether the next position behind this one belongs to the segment. */
  boolean continues(String position) {
    return after.compareTo(position) <= 0 && position.compareTo(last) < 0;
  }

  boolean covers(String cursor) {
    return after.compareTo(cursor) < 0 && cursor.compareTo(last) <= 0;
  }

  /** The same entries for a larger part of the index. */
  SearchSegment covering(String first, String end) {
    return new SearchSegment(key, bytes, first, end, entries, characters, open, checkedMillis);
  }

  boolean hasOpenEntriesCheckedBefore(Instant time) {
    return open > 0 && checkedMillis < time.toEpochMilli();
  }
}
