package dev.caravan.pace;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many callers by HTTP may be served at once, over all models. Each holds a thread until it is
 * answered, so the number stays below the number of threads.
 */
final class CallerLimit {

  private final int most;
  private final AtomicInteger served = new AtomicInteger();
  private volatile Runnable whenFree = () -> {};

  /**
   * @param most 1 or more
   */
  CallerLimit(int most) {
    this.most = most;
  }

  /**
   * @param then runs each time that a caller has been answered, on the thread that frees the place
   */
  void whenFree(Runnable then) {
    whenFree = then;
  }

  boolean tryTake() {
    int now = served.get();
    while (now < most) {
      if (served.compareAndSet(now, now + 1)) {
        return true;
      }
      now = served.get();
    }
    return false;
  }

  boolean hasRoom() {
    return served.get() < most;
  }

  /** Never called while a lane is locked, because other lanes may then admit their callers. */
  void free() {
    served.decrementAndGet();
    whenFree.run();
  }
}
