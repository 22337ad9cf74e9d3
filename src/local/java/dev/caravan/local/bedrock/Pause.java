package dev.caravan.local.bedrock;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds calls, each until its time is over or until all of them are released. */
final class Pause implements AutoCloseable {

  private CountDownLatch gate = new CountDownLatch(1);
  private boolean closed;

  /** Whether the whole time passed; if not, the caller gets no answer. */
  boolean hold(Duration time) {
    try {
      return !gate().await(nanos(time), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private synchronized CountDownLatch gate() {
    return gate;
  }

  /** Ends all current holds; later ones last their full time. */
  synchronized void letGo() {
    if (!closed) {
      gate.countDown();
      gate = new CountDownLatch(1);
    }
  }

  /** Ends all current holds, and later ones as soon as they begin. */
  @Override
  public synchronized void close() {
    closed = true;
    gate.countDown();
  }

  private long nanos(Duration time) {
    try {
      return time.toNanos();
    } catch (ArithmeticException forever) {
      return Long.MAX_VALUE;
    }
  }
}
