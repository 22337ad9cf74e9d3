package dev.caravan.store;

import dev.caravan.generation.Generation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an empty object that says: the record at this position has changed after it may have
 * been compacted, so a search must read it. Each change has a mark of its own.
 *
 * @param key of the object
 * @param cursor position in the index
 */
record SearchMark(String key, String cursor, Instant at) {

  /**
   * Records are marked from this age on. Compaction begins later, because the clocks of instances
   * may differ.
   */
  private static final Duration OLD = Duration.ofMinutes(30);

  // The exclamation mark sorts before all characters of an id, so marks sort like their cursors.
  private static final Pattern NAME = Pattern.compile("([^!]+)!(\\d{1,15})-\\d+");

  /** The name for a change now; empty if the record is too young to be compacted. */
  static Optional<String> nameFor(Generation record, Instant now) {
    return record.times().received().plus(OLD).isAfter(now)
        ? Optional.empty()
        : Optional.of(
            "%s!%d-%d"
                .formatted(
                    Keys.cursor(record),
                    now.toEpochMilli(),
                    ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE)));
  }

  static Optional<SearchMark> of(String key, String name) {
    Matcher parts = NAME.matcher(name);
    return parts.matches() && Keys.isCursor(parts.group(1))
        ? Optional.of(
            new SearchMark(
                key, parts.group(1), Instant.ofEpochMilli(Long.parseLong(parts.group(2)))))
        : Optional.empty();
  }
}
