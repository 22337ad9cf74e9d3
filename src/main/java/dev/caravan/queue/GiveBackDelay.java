package dev.caravan.queue;

import dev.caravan.generation.Reason;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a failed message stays hidden: exponential from its receive count, with full jitter, so
 * that a thousand messages that failed together do not come back together.
 *
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">AWS:
 *     exponential back-off and jitter</a>
 */
final class GiveBackDelay {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final int MAX_DOUBLINGS = 20;

  private final RandomGenerator random;

  GiveBackDelay(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param reason why it failed; null where it was not tried at all
   * @param receiveCount how often SQS has given it out, from 1
   */
  Duration after(Reason reason, int receiveCount) {
    if (reason == null) {
      return Duration.ZERO;
    }
    long most = most(reason, receiveCount).toMillis();
    long least = Math.min(SHORTEST.toMillis(), most);
    return Duration.ofMillis(least + random.nextLong(most - least + 1));
  }

  /** The longest that {@link #after} answers. */
  static Duration most(Reason reason, int receiveCount) {
    Duration base = base(reason);
    int doublings = Math.min(Math.max(0, receiveCount - 1), MAX_DOUBLINGS);
    Duration grown = base.multipliedBy(1L << doublings);
    Duration longest = base.compareTo(LONGEST) > 0 ? base : LONGEST;
    return grown.compareTo(longest) > 0 ? longest : grown;
  }

  private static Duration base(Reason reason) {
    return switch (reason) {
      case THROTTLED, MODEL_UNAVAILABLE -> Duration.ofSeconds(2);
      // For a model that can't be used the queue is paused; what failed meanwhile need not wait.
      case STORE, QUEUE, UNEXPECTED, MODEL_UNUSABLE -> Duration.ofSeconds(5);
      case MODEL_TIMEOUT -> Duration.ofSeconds(10);
      // A daily quota does not come back in seconds.
      case QUOTA -> Duration.ofMinutes(30);
      case INVALID_PROMPT, CONTENT_BLOCKED -> Duration.ofSeconds(5);
    };
  }
}
