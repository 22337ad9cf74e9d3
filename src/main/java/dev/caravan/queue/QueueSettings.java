package dev.caravan.queue;

import java.time.Duration;

/**
 * How messages are fetched and held.
 *
 * @param url of the queue of prompts
 * @param consumers maximum number of messages in progress, 1 or more
 * @param prefetch maximum number of messages held ready in addition; one call fetches up to ten
 * @param visibility how long a message is hidden before its lease must be extended
 * @param longPoll how long one receive waits for messages; SQS accepts up to 20 s
 * @param longestLease after which a message is no longer extended, because its work is stuck
 * @param longestWait after its first send, a message is handed out whatever its lane's state, and
 *     its route gives it up
 */
public record QueueSettings(
    String url,
    int consumers,
    int prefetch,
    Duration visibility,
    Duration longPoll,
    Duration longestLease,
    Duration longestWait) {

  /** SQS keeps no message longer. */
  private static final Duration SQS_RETENTION = Duration.ofDays(14);

  /** Settings without a longest wait of their own. */
  public QueueSettings(
      String url,
      int consumers,
      int prefetch,
      Duration visibility,
      Duration longPoll,
      Duration longestLease) {
    this(url, consumers, prefetch, visibility, longPoll, longestLease, SQS_RETENTION);
  }

  /** SQS's maximum number of messages per call. */
  static final int BATCH = 10;

  /** Makes settings from times in seconds, as in YAML. */
  public static QueueSettings ofSeconds(
      String url,
      int consumers,
      int prefetch,
      long visibilitySeconds,
      long waitSeconds,
      long longestLeaseSeconds,
      long longestWaitHours) {
    return new QueueSettings(
        url,
        consumers,
        prefetch,
        Duration.ofSeconds(visibilitySeconds),
        Duration.ofSeconds(waitSeconds),
        Duration.ofSeconds(longestLeaseSeconds),
        Duration.ofHours(longestWaitHours));
  }

  boolean isFifo() {
    return url.endsWith(".fifo");
  }

  /** Maximum number of messages held. */
  int places() {
    return consumers + prefetch;
  }

  /** The number of free places from which a fetch is worth its call. */
  int worthFetching() {
    return Math.max(1, Math.min(BATCH, prefetch));
  }
}
