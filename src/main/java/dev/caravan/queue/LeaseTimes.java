package dev.caravan.queue;

import java.time.Duration;

/** When a lease must be extended and when it is let go. */
record LeaseTimes(Duration visibility, Duration longest) {

  /** SQS hides a message for 12 hours at most, counted from its receive. */
  static final Duration SQS_LIMIT = Duration.ofHours(12);

  /** Half of the visibility is left: a failed extension can be tried again several times. */
  boolean isDue(Lease lease, long now) {
    return lease.expiresAt - now <= visibility.toNanos() / 2;
  }

  boolean isTooOld(Lease lease, long now) {
    return now - lease.receivedAt >= longest.toNanos();
  }

  /** How long the message may be hidden from now on, in whole seconds, within SQS's limit. */
  int bounded(Duration wanted, long receivedAt, long now) {
    long left = SQS_LIMIT.toSeconds() - Duration.ofNanos(now - receivedAt).toSeconds() - 1;
    return (int) Math.max(0, Math.min(wanted.toSeconds(), left));
  }
}
