package dev.caravan.routes.reload;

import java.time.Duration;
import java.util.Optional;

/**
 * Waits until nobody is writing any more. An editor that saves by deleting and renaming, a copy of
 * ten files, a {@code git checkout}: each is one change, and none of it is seen half done.
 */
final class Settling {

  /** So long nothing must have changed. */
  static final Duration QUIET = Duration.ofMillis(300);

  /** A file that is gone so long is deleted, and not about to be renamed into place. */
  static final Duration GONE = Duration.ofSeconds(1);

  private Snapshot handled;
  private Snapshot before;
  private Snapshot seen;
  private long sinceNanos;

  /**
   * @param running what runs
   */
  Settling(Snapshot running) {
    this.handled = running;
    this.before = running;
    this.seen = running;
  }

  /**
   * @param nanos when it was taken
   * @return it, once, if it has changed and stays as it is
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

  /** What was handed out last was not made use of: it changed meanwhile. */
  void again() {
    handled = before;
  }
}
