package dev.caravan.memory;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The number of bytes that large contents may occupy together. The reader of a content takes what
 * the content needs before it reads the bytes, and gives it back when it has dropped them. If too
 * little is left, it waits; readers are served in the order in which they came. A content that is
 * larger than the whole budget takes all of it, so it is alone.
 */
public final class ByteBudget {

  /** Bytes are counted in units, because a semaphore counts with an {@code int}. */
  private static final int UNIT = 1024;

  private final int units;
  private final Semaphore free;
  private volatile Runnable whenEased = () -> {};

  /**
   * @param bytes 1 or more
   */
  public ByteBudget(long bytes) {
    this.units = units(bytes, Integer.MAX_VALUE);
    this.free = new Semaphore(units, true);
  }

  /**
   * @param percent of the largest heap that this JVM may have, from 1
   */
  public static ByteBudget ofHeap(int percent) {
    return new ByteBudget(Math.max(1, Runtime.getRuntime().maxMemory() / 100 * percent));
  }

  /** A budget that never runs out. */
  public static ByteBudget unlimited() {
    return new ByteBudget(Long.MAX_VALUE);
  }

  /** A hold of nothing, for one content. */
  public Hold hold() {
    return new Hold(this);
  }

  /** True while a reader waits. New work that will need bytes should not begin then. */
  public boolean isShort() {
    return free.hasQueuedThreads();
  }

  /** Bytes that are taken now. */
  public long taken() {
    return (long) (units - free.availablePermits()) * UNIT;
  }

  /** All bytes that may be taken. */
  public long total() {
    return (long) units * UNIT;
  }

  /**
   * @param then runs each time that the last waiting reader has stopped waiting, on its thread
   */
  public void whenEased(Runnable then) {
    whenEased = then;
  }

  /** The units taken for this many bytes; 0 if they were not free in time. */
  int take(long bytes, Duration atMost) throws InterruptedException {
    int needed = units(bytes, units);
    // Unlike tryAcquire without a time, this respects the order of those that wait.
    if (free.tryAcquire(needed, 0, TimeUnit.NANOSECONDS)) {
      return needed;
    }
    if (atMost.isZero()) {
      return 0;
    }
    try {
      return free.tryAcquire(needed, atMost.toNanos(), TimeUnit.NANOSECONDS) ? needed : 0;
    } finally {
      if (!isShort()) {
        whenEased.run();
      }
    }
  }

  void giveBack(int taken) {
    free.release(taken);
  }

  static int units(long bytes, int most) {
    return (int) Math.min(most, (Math.max(1, bytes) - 1) / UNIT + 1);
  }
}
