package dev.caravan.memory;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The part of a {@link ByteBudget} that one content occupies. */
public final class Hold implements AutoCloseable {

  private final ByteBudget budget;
  private final AtomicInteger taken = new AtomicInteger();

  Hold(ByteBudget budget) {
    this.budget = budget;
  }

  /**
   * Takes this many bytes, or waits for them.
   *
   * @param atMost zero for a thread that must not wait
   * @return false if they were not free in time
   * @throws IllegalStateException if it holds bytes already: two holds that each keep some bytes
   *     and wait for more could wait for each other
   */
  public boolean take(long bytes, Duration atMost) throws InterruptedException {
    if (taken.get() > 0) {
      throw new IllegalStateException("This hold has %s already.".formatted(taken));
    }
    taken.set(budget.take(bytes, atMost));
    return taken.get() > 0;
  }

  /** Gives back all but this many bytes. */
  public void keep(long bytes) {
    int kept = bytes <= 0 ? 0 : ByteBudget.units(bytes, Integer.MAX_VALUE);
    int before = taken.getAndUpdate(now -> Math.min(now, kept));
    if (before > kept) {
      budget.giveBack(before - kept);
    }
  }

  /** Gives everything back. It may be used again. */
  @Override
  public void close() {
    keep(0);
  }
}
