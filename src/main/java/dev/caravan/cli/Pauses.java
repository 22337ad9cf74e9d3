package dev.caravan.cli;

import java.time.Duration;

/** How long a command waits before it calls the service again. */
final class Pauses {

  static final Duration FIRST = Duration.ofMillis(250);

  private static final Duration LONGEST = Duration.ofSeconds(5);

  private Pauses() {}

  /** Half as long again, up to five seconds. */
  static Duration longer(Duration pause) {
    Duration longer = pause.plus(pause.dividedBy(2));
    return longer.compareTo(LONGEST) > 0 ? LONGEST : longer;
  }

  /**
   * 1, 2, 4 seconds and so on, up to five.
   *
   * @param failures from 1
   */
  static Duration afterFailure(int failures) {
    Duration doubled = Duration.ofSeconds(1L << Math.min(failures - 1, 10));
    return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }

  static void pause(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("Interrupted.", e);
    }
  }
}
