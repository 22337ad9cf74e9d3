package dev.caravan.routes.reload;

import java.time.Duration;
import java.util.Optional;

/**
 * Waits until the files have stopped changing. An editor that saves by deleting and renaming, a
 * copy of ten files, and a {@code git checkout} each count as one change and are never seen half
 * done.
 */
final class Settling {

  /** How long the files must be unchanged. */
  static final Duration QUIET = Duration.ofMillis(300);

  /** How long a file must be missing to count as deleted rather than as about to be renamed. */
  static final Duration GONE = Duration.ofSeconds(1);

  private Snapshot handled;
  private Snapshot before;
  private Snapshot seen;
  private long sinceNanos;

  /**
   * @param running the files of the routes that run
   */
  Settling(Snapshot running) {
    this.handled = running;
    this.before = running;
    this.seen = running;
  }

  /**
   * @param nanos when the snapshot was taken
   * @return the snapshot, once, if it differs from the last one returned and has settled
   */
  Optional<Snapshot> look(Snapshot now, long nanos) {
    if (!now.equals(seen)) {
      seen = now;
      sinceNanos = nanos;
      return Optional.empty();
    }
    Duration wait = now.lacksAnyOf(handled) ? GONE : QUIET;
    if (now.equals(handled) || nanos - sinceNanos < wait.toNanos()) {
      return Optional.empty();
    }
    before = handled;
    handled = now;
    return Optional.of(now);
  }

  /** Call this if the last returned snapshot was not used; it is then returned again. */
  void again() {
    handled = before;
  }
}
