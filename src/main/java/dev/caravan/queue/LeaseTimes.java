package dev.caravan.queue;

import java.time.Duration;

/** When a lease must be extended, and when it ends. */
record LeaseTimes(Duration visibility, Duration longest) {

  /** SQS hides a message for at most 12 hours after its receive. */
  static final Duration SQS_LIMIT = Duration.ofHours(12);

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
