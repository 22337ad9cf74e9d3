package dev.caravan.queue;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long a message stays hidden that is given back because the process holds too many. */
final class Overflow {

  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final RandomGenerator random;

  Overflow(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A second for each message that the lane holds here, so that the message does not come back long
   * after its lane has run dry. Random, so that the messages do not come back together.
   *
   * @param ahead messages that the lane holds; {@link Integer#MAX_VALUE} if the lane is paused
   * @return from 1 ms to 15 min
   */
  Duration hidden(int ahead) {
    Duration most = Duration.ofSeconds(Math.max(1, Math.min(ahead, LONGEST.toSeconds())));
    return Duration.ofMillis(1 + random.nextLong(most.toMillis()));
  }
}
