package dev.caravan.store;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the sweep remembers between its runs. All positions are cursors of the index, in which a
 * later one is older.
 *
 * @param instance that made the last run
 * @param seen the newest position up to which every record has been read
 * @param top the newest position of the walk in progress; null between two walks
 * @param at the position that the walk has reached; null between two walks
 * @param open ids of records that were running, or queued without a message, when they were read
 * @param oldestQueued the oldest record that waits for a message; null if there is none
 * @param emptyRuns runs in a row that found the queue empty
 * @param resending true while a walk sends prompts again whose messages are lost
 * @param expiring the search in progress for prompts that waited too long; null between two
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
record SweepNotes(
    String instance,
    String seen,
    String top,
    String at,
    List<String> open,
    String oldestQueued,
    int emptyRuns,
    boolean resending,
    Search expiring) {

  /**
   * A search for prompts that waited too long, from newer to older positions.
   *
   * @param from the position at which it began
   * @param at the position that it has reached
   */
  record Search(String from, String at) {}

  SweepNotes {
    open = open == null ? List.of() : List.copyOf(open);
  }

  /** The first notes: only records that are newer than {@code from} will be read. */
  static SweepNotes startingAt(String from) {
    return new SweepNotes(null, from, null, null, List.of(), null, 0, false, null);
  }

  SweepNotes by(String owner) {
    return new SweepNotes(owner, seen, top, at, open, oldestQueued, emptyRuns, resending, expiring);
  }

  SweepNotes withOpen(List<String> ids) {
    return new SweepNotes(
        instance, seen, top, at, ids, oldestQueued, emptyRuns, resending, expiring);
  }

  /** A walk begins at {@code newest}, or the one in progress goes on. */
  SweepNotes walkingFrom(String newest) {
    return top != null
        ? this
        : new SweepNotes(
            instance, seen, newest, newest, open, oldestQueued, emptyRuns, resending, expiring);
  }

  SweepNotes reached(String position) {
    return new SweepNotes(
        instance, seen, top, position, open, oldestQueued, emptyRuns, resending, expiring);
  }

  /** The walk has reached what earlier walks have read. */
  SweepNotes walked() {
    return new SweepNotes(
        instance, top, null, null, open, oldestQueued, emptyRuns, false, expiring);
  }

  /** A record that waits for its message was read at this position. */
  SweepNotes waiting(String position) {
    boolean older = oldestQueued == null || position.compareTo(oldestQueued) > 0;
    return older
        ? new SweepNotes(instance, seen, top, at, open, position, emptyRuns, resending, expiring)
        : this;
  }

  SweepNotes counted(boolean empty) {
    return new SweepNotes(
        instance,
        seen,
        top,
        at,
        open,
        oldestQueued,
        empty ? emptyRuns + 1 : 0,
        resending,
        expiring);
  }

  /** The next walk goes back to the oldest record that waits, and sends what still waits. */
  SweepNotes sendingAgain() {
    // One character after the cursor, so that the walk includes it.
    return new SweepNotes(instance, oldestQueued + "~", null, null, open, null, 0, true, null);
  }

  SweepNotes searching(String from, String position) {
    return new SweepNotes(
        instance,
        seen,
        top,
        at,
        open,
        oldestQueued,
        emptyRuns,
        resending,
        new Search(from, position));
  }

  /** No prompt that is older than the beginning of the search waits any more. */
  SweepNotes searched() {
    return new SweepNotes(
        instance, seen, top, at, open, expiring.from(), emptyRuns, resending, null);
  }
}
