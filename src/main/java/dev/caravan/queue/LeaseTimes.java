package dev.caravan.queue;

import java.time.Duration;

/** When a lease must be extended, and when it ends. */
record LeaseTimes(Duration visibility, Duration longest) {

  /** SQS hides a message for at most 12 hours after its receive. */
  static final Duration SQS_LIMIT = Duration.ofHours(12);

  /** The longest extension of a message that waits, unless the visibility timeout is longer. */
  private static final Duration LONGEST_WAITING = Duration.ofMinutes(5);

  /**
   * The visibility timeout for the next extension. A message that waits is extended less often than
   * one in progress, because there may be many.
   */
  Duration extension(Lease lease) {
    if (lease.state != Lease.State.READY) {
      return visibility;
    }
    Duration longer = visibility.multipliedBy(4);
    Duration most = visibility.compareTo(LONGEST_WAITING) > 0 ? visibility : LONGEST_WAITING;
    return longer.compareTo(most) > 0 ? most : longer;
  }

  /** The time to extend: half of the visibility timeout is left for more tries. */
  boolean isDue(Lease lease, long now) {
    return lease.expiresAt - now <= visibility.toNanos() / 2;
  }

  boolean isTooOld(Lease lease, long now) {
    return now - lease.receivedAt >= longest.toNanos();
  }

  /** The visibility timeout from now on, in whole seconds, within SQS's limit. */
  int bounded(Duration wanted, long receivedAt, long now) {
    long left = SQS_LIMIT.toSeconds() - Duration.ofNanos(now - receivedAt).toSeconds() - 1;
    return (int) Math.max(0, Math.min(wanted.toSeconds(), left));
  }
}
