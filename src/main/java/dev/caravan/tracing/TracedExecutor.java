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
 * Executor for work that runs beside a prompt's own thread. The work belongs to the prompt's trace,
 * and its log lines have the prompt's fields. The executor has few threads: if all are busy, more
 * would not help, and a thread that needs the work's result does the work itself.
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
      // Closed while a prompt still needs the work, so the prompt's thread does it.
      work.run();
    }
  }

  /** Accepts no more work; work that was accepted is still done. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
