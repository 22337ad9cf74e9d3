package dev.caravan.web;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a limited number of tasks at once. A task gets the thread that became free last, and a
 * thread that gets none for a minute ends. The usual pools give a task to the thread that has
 * waited longest: with 120 threads and ten callers, all 120 are used in turn, and each has buffers
 * of its own.
 */
final class WarmThreads extends AbstractExecutorService {

  private static final Logger LOG = LoggerFactory.getLogger(WarmThreads.class);
  private static final int IDLE_SECONDS = 60;

  private final int most;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger running = new AtomicInteger();
  private final ExecutorService threads;

  /**
   * @param most tasks at once, from 1
   */
  WarmThreads(int most, ThreadFactory factory) {
    this.most = most;
    // The newest waiter of this queue gets the next task.
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            factory);
  }

  @Override
  public void execute(Runnable task) {
    waiting.add(task);
    if (!begins()) {
      return;
    }
    try {
      threads.execute(this::work);
    } catch (RejectedExecutionException e) {
      running.decrementAndGet();
      waiting.remove(task);
      throw e;
    }
  }

  private boolean begins() {
    return running.getAndUpdate(now -> Math.min(most, now + 1)) < most;
  }

  /**
   * A task that comes after the last look finds this thread no longer counted, or is found here.
   */
  private void work() {
    do {
      runAll();
      running.decrementAndGet();
    } while (!waiting.isEmpty() && begins());
  }

  private void runAll() {
    for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        // Vert.x catches what its tasks throw. Anything else must not take this thread's place.
        LOG.error("A task failed", e);
      }
    }
  }

  @Override
  public void shutdown() {
    threads.shutdown();
  }

  @Override
  public List<Runnable> shutdownNow() {
    List<Runnable> never = List.copyOf(waiting);
    waiting.clear();
    threads.shutdownNow();
    return never;
  }

  @Override
  public boolean isShutdown() {
    return threads.isShutdown();
  }

  @Override
  public boolean isTerminated() {
    return threads.isTerminated();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return threads.awaitTermination(timeout, unit);
  }
}
