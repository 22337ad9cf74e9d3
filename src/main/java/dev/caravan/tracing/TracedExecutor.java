package dev.caravan.tracing;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.MDC;

/**
 * Threads for what is done for a prompt while its own thread goes on: in its trace, and named as it
 * is in the log. They are few: where all are busy nothing is gained by more, and whoever needs a
 * thing done does it himself.
 */
public final class TracedExecutor implements Executor, AutoCloseable {

  private static final int THREADS = 4;

  private final Traces traces;
  private final AtomicLong number = new AtomicLong();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          1,
          TimeUnit.MINUTES,
          new LinkedBlockingQueue<>(),
          work -> {
            Thread thread = new Thread(work, "alongside-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  public TracedExecutor(Traces traces) {
    this.traces = traces;
    threads.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable work) {
    Optional<TraceSpan> span = traces.current();
    Map<String, String> fields = MDC.getCopyOfContextMap();
    Runnable there =
        () -> {
          span.ifPresent(traces::enter);
          if (fields != null) {
            MDC.setContextMap(fields);
          }
          try {
            work.run();
          } finally {
            MDC.clear();
            traces.leave();
          }
        };
    try {
      threads.execute(there);
    } catch (RejectedExecutionException e) {
      // Closed, and still somebody has work: it is done here.
      work.run();
    }
  }

  /** What is in work is finished. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
