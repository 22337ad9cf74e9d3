package dev.caravan.queue;

import java.time.Duration;

/**
 * How messages are fetched and held.
 *
 * @param url of the queue whose messages are leased
 * @param consumers messages in work at once, 1 or more
 * @param prefetch messages held ready besides those; what is fetched together costs one call
 * @param visibility how long a message is hidden before its lease must be extended
 * @param longPoll how long one receive waits for messages; SQS takes up to 20 s
 * @param longestLease after which a message is let go: whatever held it so long is stuck
 */
public record QueueSettings(
    String url,
    int consumers,
    int prefetch,
    Duration visibility,
    Duration longPoll,
    Duration longestLease) {

  /** The most messages SQS gives, or takes in a batch. */
  static final int BATCH = 10;

  /** The same with its times in seconds, as YAML has them. */
  public static QueueSettings ofSeconds(
      String url,
      int consumers,
      int prefetch,
      long visibilitySeconds,
      long waitSeconds,
      long longestLeaseSeconds) {
    return new QueueSettings(
        url,
        consumers,
        prefetch,
        Duration.ofSeconds(visibilitySeconds),
        Duration.ofSeconds(waitSeconds),
        Duration.ofSeconds(longestLeaseSeconds));
  }

  boolean isFifo() {
    return url.endsWith(".fifo");
  }

  /** Messages held at most. */
  int places() {
    return consumers + prefetch;
  }

  /** So many places must be free before a fetch is worth its call. */
  int worthFetching() {
    return Math.max(1, Math.min(BATCH, prefetch));
  }
}
