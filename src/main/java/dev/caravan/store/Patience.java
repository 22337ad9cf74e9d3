package dev.caravan.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Repeats a call of S3 that fails, with growing delays.
 *
 * @param longest after which the last failure is thrown
 */
record Patience(Duration longest) {

  private static final long FIRST_MILLIS = 200;
  private static final long LONGEST_MILLIS = 3_000;

  /**
   * @throws StoreException if no try succeeded in time, or none can
   */
  <T> T of(Supplier<T> call) {
    long end = System.nanoTime() + longest.toNanos();
    long delay = FIRST_MILLIS;
    while (true) {
      try {
        return call.get();
      } catch (StoreException e) {
        if (!e.mayBeRetried() || System.nanoTime() > end) {
          throw e;
        }
        pause(delay, e);
        delay = Math.min(LONGEST_MILLIS, 2 * delay);
      }
    }
  }

  private static void pause(long millis, StoreException failed) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed;
    }
  }
}
