package dev.caravan.local.bedrock;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds calls; closing it ends every hold at once. */
final class Pause implements AutoCloseable {

  private final CountDownLatch closed = new CountDownLatch(1);

  /** Whether the whole time went by; if not, the server is closing. */
  boolean hold(Duration time) {
    try {
      return !closed.await(nanos(time), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private long nanos(Duration time) {
    try {
      return time.toNanos();
    } catch (ArithmeticException forever) {
      return Long.MAX_VALUE;
    }
  }
}
