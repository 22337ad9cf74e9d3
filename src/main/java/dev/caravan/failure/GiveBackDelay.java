package dev.caravan.failure;

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
public final class GiveBackDelay {

  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private final RandomGenerator random;

  public GiveBackDelay(RandomGenerator random) {
    this.random = random;
  }

  /**
   * @param reason why the message failed; null if no worker has started on it
   * @param receiveCount how often SQS has given it out, from 1
   * @return zero for a message that no worker has started on, otherwise a second or more
   */
  public Duration after(Reason reason, int receiveCount) {
    if (reason == null) {
      return Duration.ZERO;
    }
    long most = FailureTable.of(reason).giveBack().longest(receiveCount).toMillis();
    long least = SHORTEST.toMillis();
    return Duration.ofMillis(least + random.nextLong(most - least + 1));
  }
}
